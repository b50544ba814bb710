import type { LostTerms } from '../agreement/agreement.ts';

/** Why a handoff is lost by process. If two causes apply at the same time, the first in this list counts. */
export const lostCauses = [
  'uncontacted',
  'touches-missed',
  'no-activity',
  'too-few-touches',
  'overturned-uncontacted',
  'unowned',
] as const;
export type LostCause = (typeof lostCauses)[number];

/** The causes that the agreement limits by time. */
export type TimedCause = keyof LostTerms;

/** When each cause applies if nothing else happens. A time in the future is not a loss yet. */
export type LostMarks = Partial<Record<LostCause, string>>;

/** The earliest cause. The mark stays, no matter what happens to the lead later. */
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

/** A limit stops at `at`. Its mark stays if the limit was exceeded before then. */
export function resolvedMark(mark: string | undefined, at: string): string | undefined {
  return mark !== undefined && Date.parse(mark) < Date.parse(at) ? mark : undefined;
}
