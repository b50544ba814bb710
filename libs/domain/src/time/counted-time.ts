import type { CountingMode } from './working-calendar.ts';
import type { WorkingTime } from './working-time.ts';

/** Time as somebody's calendar counts it, in instants of ISO 8601. */
export interface CountedTime {
  add(counted: CountingMode, from: string, milliseconds: number): string;
  between(counted: CountingMode, from: string, to: string): number;
}

/**
 * The time in which a person owes what they promised: their own, as far as they work at all. Beyond that the agreement's,
 * since a clock must always be able to be set: a promise that nobody is there to keep is to break, not to stand still.
 */
export function withAgreementFallback(personTime: WorkingTime, agreementTime: WorkingTime): CountedTime {
  return {
    add: (counted, from, milliseconds) =>
      personTime.addWithinTenYears(counted, from, milliseconds) ?? agreementTime.add(counted, from, milliseconds),
    between: (counted, from, to) =>
      (personTime.nextWorkingMoment(from) === undefined ? agreementTime : personTime).between(counted, from, to),
  };
}
