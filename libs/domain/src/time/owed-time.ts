import type { Counted } from './working-calendar.ts';
import type { WorkingTime } from './working-time.ts';

/** Time as somebody's calendar counts it, in instants of ISO 8601. */
export interface CountedTime {
  add(counted: Counted, from: string, milliseconds: number): string;
  between(counted: Counted, from: string, to: string): number;
}

/**
 * The time in which a person owes what they promised: their own, as far as they work at all. Beyond that the agreement's,
 * since a clock must always be able to be set: a promise that nobody is there to keep is to break, not to stand still.
 */
export function owedTime(own: WorkingTime, agreements: WorkingTime): CountedTime {
  return {
    add: (counted, from, milliseconds) =>
      own.addWithinTenYears(counted, from, milliseconds) ?? agreements.add(counted, from, milliseconds),
    between: (counted, from, to) =>
      (own.nextWorkingMoment(from) === undefined ? agreements : own).between(counted, from, to),
  };
}
