import type { WorkingTime } from '../time/working-time.ts';

/** How the time of a rule passes. Reports ask only through this, so that they need not know a calendar. */
export interface TimeCounter {
  /** The moment, ISO 8601 in UTC, at which this much counted time has passed. */
  add(from: string, milliseconds: number): string;
}

/** Every hour counts. */
export const wallClockCounter: TimeCounter = {
  add: (from, milliseconds) => new Date(Date.parse(from) + milliseconds).toISOString(),
};

/** The hours of working days count, from the first working moment on. */
export const workdayCounter = (time: Pick<WorkingTime, 'add'>): TimeCounter => ({
  add: (from, milliseconds) => time.add('workday', from, milliseconds),
});
