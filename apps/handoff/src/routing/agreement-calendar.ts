import type { Agreement, WorkingCalendar } from '@baton/domain';
import { specialDaysOf } from '../agreements/calendar-of-agreement.ts';

/** A clock reaches back to a lead's receipt, and forward by a window, a pause and the holidays between. */
const yearsAround = { before: 1, after: 2 } as const;
const known = new Map<number, WeakMap<Agreement, WorkingCalendar>>();

/**
 * The agreement's own hours and days off, as whoever has none of their own keeps them: the same object for as long as
 * the year lasts, since what is worked out of a calendar is kept by it.
 */
export function agreementCalendar(agreement: Agreement, now: string): WorkingCalendar {
  const year = Number(now.slice(0, 4));
  const ofYear = known.get(year) ?? new WeakMap<Agreement, WorkingCalendar>();
  known.set(year, ofYear);
  const calendar = ofYear.get(agreement) ?? calendarAround(agreement, year);
  ofYear.set(agreement, calendar);
  return calendar;
}

function calendarAround({ calendar }: Agreement, year: number): WorkingCalendar {
  const { zone, hours } = calendar;
  const days = specialDaysOf(calendar, year - yearsAround.before, year + yearsAround.after);
  return { zone, hours, days, absences: [] };
}
