/**
 * An ISO 8601 duration in weeks, days, hours, minutes and seconds, such as `PT15M` or `P2DT12H`. Years and months are
 * rejected because they have no fixed length.
 */
export type Duration = string;

const durationPattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;

/** @throws RangeError naming the text and the expected format */
export function durationMilliseconds(duration: Duration): number {
  const match = durationPattern.exec(duration);
  const parts = match?.slice(1) ?? [];
  if (!match || parts.every((part) => part === undefined)) {
    throw new RangeError(
      `"${duration}" is not a duration: write ISO 8601 such as PT15M, PT48H or P2D (no years or months)`,
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
