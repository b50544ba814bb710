import type { CountingMode } from './working-calendar.ts';
import type { WorkingTime } from './working-time.ts';

/** Time as a calendar counts it. Instants are ISO 8601. */
export interface CountedTime {
  add(counted: CountingMode, from: string, milliseconds: number): string;
  between(counted: CountingMode, from: string, to: string): number;
  /** The end of the working interval around `at`, or of the next one; undefined when none ends within ten years. */
  endOfInterval(at: string): string | undefined;
  /** `at` itself if it is working time; undefined when no working time follows within ten years. */
  nextWorkingMoment(at: string): string | undefined;
}

/**
 * Counts a person's own time as long as they work at all, and the agreement's time after that. Every clock must be able
 * to run out: a promise that nobody works to keep must break instead of staying open forever.
 */
export function withAgreementFallback(personTime: WorkingTime, agreementTime: WorkingTime): CountedTime {
  return {
    add: (counted, from, milliseconds) =>
      personTime.addWithinTenYears(counted, from, milliseconds) ?? agreementTime.add(counted, from, milliseconds),
    between: (counted, from, to) =>
      (personTime.nextWorkingMoment(from) === undefined ? agreementTime : personTime).between(counted, from, to),
    endOfInterval: (at) => personTime.endOfInterval(at),
    nextWorkingMoment: (at) => personTime.nextWorkingMoment(at) ?? agreementTime.nextWorkingMoment(at),
  };
}
