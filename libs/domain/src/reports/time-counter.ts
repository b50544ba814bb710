import type { WorkingTime } from '../time/working-time.ts';

/** How the time of a limit passes. Reports use only this interface, so that they need no calendar. */
export interface TimeCounter {
  /** The time, ISO 8601 in UTC, at which this much counted time has passed. */
  add(from: string, milliseconds: number): string;
}

/** Every hour counts. */
export const wallClockCounter: TimeCounter = {
  add: (from, milliseconds) => new Date(Date.parse(from) + milliseconds).toISOString(),
};

/** All hours of working days count, from the first working moment on. */
export const workdayCounter = (time: Pick<WorkingTime, 'add'>): TimeCounter => ({
  add: (from, milliseconds) => time.add('workday', from, milliseconds),
});
