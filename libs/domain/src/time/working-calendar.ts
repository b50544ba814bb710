export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local times `HH:MM`; `to` may be `24:00`. */
export interface WorkingInterval {
  from: string;
  to: string;
}

/** Several intervals a day make a split shift; a weekday without any is off. */
export type WeeklyHours = Partial<Record<Weekday, WorkingInterval[]>>;

/** A day that differs from its weekday. */
export type SpecialDay = { date: string; name?: string } & (
  { kind: 'off' } | { kind: 'working'; like: Weekday } | { kind: 'shortened'; byMinutes: number }
);

const wholeDay = [{ from: '00:00', to: '24:00' }];
/** For a team, or a simulation, that works at any hour of any day. */
export const roundTheClock: WeeklyHours = Object.fromEntries(WEEKDAYS.map((day) => [day, wholeDay]));

/** Half-open, ISO 8601 in UTC. */
export interface Absence {
  from: string;
  to: string;
}

export interface WorkingCalendar {
  zone: string;
  hours: WeeklyHours;
  days: SpecialDay[];
  absences: Absence[];
}

/** `always`: the wall clock. `working`: inside working intervals. `workday`: hours that pass on working days. */
export const COUNTED = ['always', 'working', 'workday'] as const;
export type Counted = (typeof COUNTED)[number];
