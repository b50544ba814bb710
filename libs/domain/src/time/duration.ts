/** An ISO 8601 duration of weeks, days, hours, minutes and seconds, such as `PT15M` or `P2DT12H`. Years and months have no fixed length and are refused. */
export type Duration = string;

const durationPattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/** @throws RangeError naming the text and the shape expected. */
export function durationMilliseconds(duration: Duration): number {
  const match = durationPattern.exec(duration);
  const parts = match?.slice(1) ?? [];
  if (!match || parts.every((part) => part === undefined)) {
    throw new RangeError(
      `"${duration}" is no duration: write ISO 8601 such as PT15M, PT48H or P2D (no years or months)`,
    );
  }
  const [weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Math.round(((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}
