export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Local times `HH:MM`; `to` may be `24:00`. Time is worked whenever a clock on the wall shows one of them. */
export interface WorkingInterval {
  from: string;
  to: string;
}

/** Several intervals a day are split shifts; a weekday left out is free. */
export type WeeklyHours = Partial<Record<Weekday, WorkingInterval[]>>;

/** A day that differs from its weekday. Minutes are taken from the end of its working time. */
export type SpecialDay = { date: string; name?: string } & (
  | { kind: 'off' }
  /** A moved working day, such as a working Saturday; the eve of a holiday is shortened as well. */
  | { kind: 'working'; like: Weekday; shortenedByMinutes?: number }
  | { kind: 'shortened'; shortenedByMinutes: number }
);

/** Instants, ISO 8601 in UTC; `to` is the first moment back. */
export interface Absence {
  from: string;
  to: string;
}

/** When somebody works. */
export interface WorkingCalendar {
  /** IANA name. */
  zone: string;
  hours: WeeklyHours;
  specialDays: SpecialDay[];
  absences: Absence[];
}

/**
 * How time is counted: `always` is the wall clock; `working` passes inside working intervals alone; `workday` is the
 * wall clock on working days, from 00 to 24, beginning at the first working moment.
 */
export const countingModes = ['always', 'working', 'workday'] as const;
export type CountingMode = (typeof countingModes)[number];

const wholeDay = [{ from: '00:00', to: '24:00' }];
/** For a team, or a simulation, that works at any hour of any day. */
export const roundTheClock: WeeklyHours = Object.fromEntries(weekdays.map((day) => [day, wholeDay]));
