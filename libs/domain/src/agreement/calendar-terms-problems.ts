import { calendarProblems, isWithoutHours } from '../time/calendar-problems.ts';
import type { Agreement } from './agreement.ts';
import type { AgreementProblem } from './problem.ts';

export function calendarTermsProblems(
  calendar: Agreement['calendar'],
  countries: ReadonlySet<string>,
): AgreementProblem[] {
  const { hours, holidaysOf } = calendar;
  const problems = calendarProblems({ ...calendar, absences: [] }).map(({ path, message }) => ({
    path: `calendar.${path}`,
    message,
  }));
  if (isWithoutHours(hours)) {
    const message = 'nobody ever works, so no working time passes: give at least one weekday its hours';
    problems.push({ path: 'calendar.hours', message });
  }
  for (const [index, day] of calendar.days.entries()) {
    if (day.kind !== 'working' || (hours[day.like] ?? []).length > 0) continue;
    const message = `nobody works on a ${day.like}, so nobody would on ${day.date}: name a weekday that has hours`;
    problems.push({ path: `calendar.days.${index}.like`, message });
  }
  if (holidaysOf !== undefined && !countries.has(holidaysOf)) {
    const message = `the holidays of "${holidaysOf}" are not known: write an ISO 3166-1 code such as RU or US, or leave it out and list the days`;
    problems.push({ path: 'calendar.holidaysOf', message });
  }
  return problems;
}
