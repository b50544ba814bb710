import type { WorkingTime } from '../time/working-time.ts';

/** How the time of a rule passes. Reports ask only through this, so that they need not know a calendar. */
export interface Counting {
  /** The moment, ISO 8601 in UTC, at which this much counted time has passed. */
  after(from: string, milliseconds: number): string;
}

/** Every hour counts. */
export const wallClock: Counting = {
  after: (from, milliseconds) => new Date(Date.parse(from) + milliseconds).toISOString(),
};

/** The hours of working days count, from the first working moment on. */
export const workdaysOf = (time: Pick<WorkingTime, 'add'>): Counting => ({
  after: (from, milliseconds) => time.add('workday', from, milliseconds),
});
