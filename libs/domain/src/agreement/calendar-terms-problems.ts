import { WEEKDAYS, type WorkingInterval } from '../time/working-calendar.ts';
import type { Agreement } from './agreement.ts';
import { givenTwice, type AgreementProblem } from './problem.ts';

export function calendarTermsProblems(
  calendar: Agreement['calendar'],
  countries: ReadonlySet<string>,
): AgreementProblem[] {
  const { hours, holidaysOf } = calendar;
  const problems = countableProblems(calendar).map(({ path, message }) => ({ path: `calendar.${path}`, message }));
  if (WEEKDAYS.every((weekday) => (hours[weekday] ?? []).length === 0)) {
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

/** What keeps the calendar from being counted with. */
function countableProblems({ zone, hours, days }: Agreement['calendar']): AgreementProblem[] {
  return [
    ...(isZone(zone)
      ? []
      : [{ path: 'zone', message: `"${zone}" is no time zone: write an IANA name such as Europe/Moscow` }]),
    ...Object.entries(hours).flatMap(([weekday, intervals]) => intervalProblems(intervals, `hours.${weekday}`)),
    ...givenTwice(days, ({ date }) => date, 'days', 'date'),
  ];
}

function intervalProblems(intervals: readonly WorkingInterval[], path: string): AgreementProblem[] {
  const inOrder = [...intervals.entries()].sort(([, one], [, other]) => one.from.localeCompare(other.from));
  return inOrder.flatMap(([index, { from, to }], place) => {
    if (from >= to) {
      const message = `${from}–${to} does not end after it begins: a night shift is ${from}–24:00 on this day and 00:00–${to} on the next`;
      return [{ path: `${path}.${index}`, message }];
    }
    const before = inOrder[place - 1]?.[1];
    if (!before || from >= before.to) return [];
    const message = `${from}–${to} overlaps ${before.from}–${before.to}: make them one, or let one begin when the other has ended`;
    return [{ path: `${path}.${index}`, message }];
  });
}

function isZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
