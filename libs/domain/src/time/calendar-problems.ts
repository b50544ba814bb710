import { dayNumber, isTimeZone, timeOfDay } from './civil-time.ts';
import { weekdays } from './working-calendar.ts';
import type { Absence, SpecialDay, WeeklyHours, WorkingCalendar, WorkingInterval } from './working-calendar.ts';

/** Where by path, such as `hours.monday.1.to`, and what would be right. */
export interface CalendarProblem {
  path: string;
  message: string;
}

/** What keeps a calendar from being counted with; empty when nothing does. A calendar without any hours is none. */
export function calendarProblems({ zone, hours, specialDays: days, absences }: WorkingCalendar): CalendarProblem[] {
  return [
    ...(isTimeZone(zone)
      ? []
      : [{ path: 'zone', message: `"${zone}" is no time zone: write an IANA name such as Europe/Moscow` }]),
    ...Object.entries(hours).flatMap(([weekday, intervals]) => weekdayProblems(weekday, intervals)),
    ...days.flatMap((special, index) => specialDayProblems(special, `specialDays.${index}`)),
    ...duplicateDates(days),
    ...absences.flatMap((absence, index) => absenceProblems(absence, `absences.${index}`)),
  ];
}

/** Whether nobody works on any weekday. */
export const hasNoHours = (hours: WeeklyHours): boolean =>
  weekdays.every((weekday) => (hours[weekday] ?? []).length === 0);

/** What keeps the zone and hours of one person from being theirs; whoever gives none keeps the agreement's. */
export function personHoursProblems({
  zone = 'UTC',
  hours,
}: {
  zone?: string;
  hours?: WeeklyHours;
}): CalendarProblem[] {
  const problems = calendarProblems({ zone, hours: hours ?? {}, specialDays: [], absences: [] });
  if (!hours || !hasNoHours(hours)) return problems;
  const message =
    "no clock runs for somebody who never works: give at least one weekday its hours, or leave hours out to keep the agreement's; whoever is to get no leads has a cap of 0, or has left";
  return [...problems, { path: 'hours', message }];
}

function weekdayProblems(weekday: string, intervals: WorkingInterval[]): CalendarProblem[] {
  const path = `hours.${weekday}`;
  if (!isWeekday(weekday)) return [{ path, message: notAWeekday(weekday) }];
  const malformed = intervals.flatMap((interval, index) => intervalProblems(interval, `${path}.${index}`));
  return malformed.length > 0 ? malformed : overlaps(intervals, path);
}

function intervalProblems({ from, to }: WorkingInterval, path: string): CalendarProblem[] {
  const begin = timeOfDay(from);
  const end = timeOfDay(to);
  const problems: CalendarProblem[] = [];
  if (begin === undefined) {
    problems.push({ path: `${path}.from`, message: `"${from}" is no local time: write HH:MM, such as 09:00` });
  }
  if (end === undefined) {
    problems.push({ path: `${path}.to`, message: `"${to}" is no local time: write HH:MM up to 24:00, such as 18:00` });
  }
  if (begin !== undefined && end !== undefined && begin >= end) {
    const message = `${from}–${to} does not end after it begins: a night shift is ${from}–24:00 on this day and 00:00–${to} on the next`;
    problems.push({ path, message });
  }
  return problems;
}

function overlaps(intervals: WorkingInterval[], path: string): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  let latest: WorkingInterval | undefined;
  const inOrder = [...intervals.entries()].sort(([, one], [, other]) => one.from.localeCompare(other.from));
  for (const [index, interval] of inOrder) {
    const { from, to } = interval;
    if (latest && from < latest.to) {
      const message = `${from}–${to} overlaps ${latest.from}–${latest.to}: make them one, or let one begin when the other has ended`;
      problems.push({ path: `${path}.${index}`, message });
    }
    if (!latest || to > latest.to) latest = interval;
  }
  return problems;
}

function specialDayProblems(special: SpecialDay, path: string): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (dayNumber(special.date) === undefined) {
    const message = `"${special.date}" is no date: write a day that exists as YYYY-MM-DD`;
    problems.push({ path: `${path}.date`, message });
  }
  if (special.kind === 'working' && !isWeekday(special.like)) {
    problems.push({ path: `${path}.like`, message: notAWeekday(special.like) });
  }
  const byMinutes = special.kind === 'off' ? undefined : special.shortenedByMinutes;
  if (byMinutes !== undefined && !(Number.isInteger(byMinutes) && byMinutes > 0)) {
    problems.push({
      path: `${path}.shortenedByMinutes`,
      message: `${byMinutes} is no shortening: write whole minutes, 1 or more`,
    });
  }
  return problems;
}

function duplicateDates(days: SpecialDay[]): CalendarProblem[] {
  const first = new Map<string, number>();
  return days.flatMap(({ date }, index) => {
    const before = first.get(date);
    if (before === undefined) {
      first.set(date, index);
      return [];
    }
    return [
      { path: `specialDays.${index}.date`, message: `${date} is given by days.${before} already: keep one of them` },
    ];
  });
}

function absenceProblems({ from, to }: Absence, path: string): CalendarProblem[] {
  const malformed = Object.entries({ from, to })
    .filter(([, moment]) => !isInstant(moment))
    .map(([end, moment]) => ({
      path: `${path}.${end}`,
      message: `"${moment}" is no instant: write ISO 8601 in UTC, such as 2026-03-02T06:00:00Z`,
    }));
  if (malformed.length > 0 || Date.parse(from) < Date.parse(to)) return malformed;
  return [{ path, message: `${to} is not after ${from}: an absence ends at the first moment back` }];
}

function isInstant(moment: string): boolean {
  const shape = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.exec(moment);
  return shape !== null && dayNumber(shape[1] as string) !== undefined && !Number.isNaN(Date.parse(moment));
}

const isWeekday = (name: string): boolean => (weekdays as readonly string[]).includes(name);
const notAWeekday = (name: string): string => `"${name}" is no weekday: write one of ${weekdays.join(', ')}`;
