import type { Agreement, WorkingCalendar } from '@baton/domain';

/** The agreement's own hours and days off, as whoever has none of their own keeps them. */
export function agreementCalendar({ calendar }: Agreement): WorkingCalendar {
  const { zone, hours, days } = calendar;
  return { zone, hours, days, absences: [] };
}
