import { calendarProblems, hasNoHours } from '../time/calendar-problems.ts';
import type { AgreementProblem } from './agreement-problem.ts';
import type { Agreement } from './agreement.ts';

export function calendarTermsProblems(
  calendar: Agreement['calendar'],
  countries: ReadonlySet<string>,
): AgreementProblem[] {
  const { hours, holidayCountry } = calendar;
  const problems = calendarProblems({ ...calendar, absences: [] }).map(({ path, message }) => ({
    path: `calendar.${path}`,
    message,
  }));
  if (hasNoHours(hours)) {
    const message = 'nobody ever works, so no working time passes: give at least one weekday hours';
    problems.push({ path: 'calendar.hours', message });
  }
  for (const [index, day] of calendar.specialDays.entries()) {
    if (day.kind !== 'working' || (hours[day.like] ?? []).length > 0) continue;
    const message = `${day.like} has no hours, so ${day.date} gives none to people without their own hours: name a weekday that has hours`;
    problems.push({ path: `calendar.specialDays.${index}.like`, message });
  }
  if (holidayCountry !== undefined && !countries.has(holidayCountry)) {
    const message = `the holidays of "${holidayCountry}" are not known: write an ISO 3166-1 code such as RU or US, or remove it and list the days`;
    problems.push({ path: 'calendar.holidayCountry', message });
  }
  return problems;
}
