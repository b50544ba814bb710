const HOUR = 3_600_000;

/** Why a handoff is lost by process; of causes at one moment the first in this list stands. */
export const lostCauses = [
  'uncontacted',
  'no-activity',
  'too-few-touches',
  'overturned-uncontacted',
  'unowned',
] as const;
export type LostCause = (typeof lostCauses)[number];

/** How long each of these may last before the lead counts as lost, in counted time. */
export const lostAfterMilliseconds = {
  uncontacted: 24 * HOUR,
  'no-activity': 48 * HOUR,
  'overturned-uncontacted': 24 * HOUR,
  unowned: 24 * HOUR,
} as const;
export type TimedCause = keyof typeof lostAfterMilliseconds;

/** The earliest moment at which each cause holds, if its story goes on as recorded; a moment still to come is no loss yet. */
export type LostMarks = Partial<Record<LostCause, string>>;

/** One cause, the earliest; the mark stays, whatever became of the lead later. */
export function lostByProcess(marks: LostMarks, asOf: string): { cause: LostCause; at: string } | undefined {
  const until = Date.parse(asOf);
  return lostCauses
    .flatMap((cause) => {
      const at = marks[cause];
      return at !== undefined && Date.parse(at) <= until ? [{ cause, at }] : [];
    })
    .reduce<{ cause: LostCause; at: string } | undefined>(
      (earliest, mark) => (earliest && Date.parse(earliest.at) <= Date.parse(mark.at) ? earliest : mark),
      undefined,
    );
}

/** A running limit ends at `at`: when it was over before, its mark stays; otherwise it never was. */
export function resolvedMark(mark: string | undefined, at: string): string | undefined {
  return mark !== undefined && Date.parse(mark) < Date.parse(at) ? mark : undefined;
}
