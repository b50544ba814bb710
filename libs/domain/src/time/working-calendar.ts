export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Local times `HH:MM`; `to` may be `24:00`. Every moment at which the zone's clocks show a time in between is working time. */
export interface WorkingInterval {
  from: string;
  to: string;
}

/** Several intervals on a day are a split shift. A weekday that is left out is off. */
export type WeeklyHours = Partial<Record<Weekday, WorkingInterval[]>>;

/** A day that differs from its weekday. `shortenedByMinutes` is taken off the end of each person's working time on it. */
export type SpecialDay = { date: string; name?: string } & (
  | { kind: 'off' }
  /**
   * A moved working day, such as a working Saturday, which can also be shortened. It gives the hours of the weekday `like`
   * to the people who have any then, and takes nothing from people who work that day of the week anyway.
   */
  | { kind: 'working'; like: Weekday; shortenedByMinutes?: number }
  | { kind: 'shortened'; shortenedByMinutes: number }
);

/** Instants, ISO 8601 in UTC. `to` is when the person is back. */
export interface Absence {
  from: string;
  to: string;
}

/** When a person works. */
export interface WorkingCalendar {
  /** IANA time zone. */
  zone: string;
  hours: WeeklyHours;
  specialDays: SpecialDay[];
  absences: Absence[];
}

/**
 * How time is counted. `always`: every hour. `working`: only inside working intervals. `workday`: all 24 hours of
 * working days, from the first working moment on.
 */
export const countingModes = ['always', 'working', 'workday'] as const;
export type CountingMode = (typeof countingModes)[number];

const wholeDay = [{ from: '00:00', to: '24:00' }];
/** For teams and simulations that work at any hour of any day. */
export const roundTheClock: WeeklyHours = Object.fromEntries(weekdays.map((day) => [day, wholeDay]));
