import { dayNumber, isTimeZone, timeOfDay } from './civil-time.ts';
import { weekdays } from './working-calendar.ts';
import type { Absence, SpecialDay, WeeklyHours, WorkingCalendar, WorkingInterval } from './working-calendar.ts';

/** A problem at a path such as `hours.monday.1.to`. The message says what would be right. */
export interface CalendarProblem {
  path: string;
  message: string;
}

/** Everything that makes a calendar unusable. A calendar without any hours is usable. */
export function calendarProblems({ zone, hours, specialDays, absences }: WorkingCalendar): CalendarProblem[] {
  return [
    ...(isTimeZone(zone)
      ? []
      : [{ path: 'zone', message: `"${zone}" is not a time zone: write an IANA name such as Europe/Moscow` }]),
    ...Object.entries(hours).flatMap(([weekday, intervals]) => weekdayProblems(weekday, intervals)),
    ...specialDays.flatMap((special, index) => specialDayProblems(special, `specialDays.${index}`)),
    ...duplicateDates(specialDays),
    ...absences.flatMap((absence, index) => absenceProblems(absence, `absences.${index}`)),
  ];
}

/** Whether nobody works on any weekday. */
export const hasNoHours = (hours: WeeklyHours): boolean =>
  weekdays.every((weekday) => (hours[weekday] ?? []).length === 0);

/** Problems of one person's zone and hours. A person without them uses the agreement's. */
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
    "a person who never works would stop every clock: give at least one weekday hours, or leave hours out to use the agreement's. To give a person no leads, set their cap to 0 or deactivate them";
  return [...problems, { path: 'hours', message }];
}

function weekdayProblems(weekday: string, intervals: WorkingInterval[]): CalendarProblem[] {
  const path = `hours.${weekday}`;
  if (!isWeekday(weekday)) return [{ path, message: notAWeekday(weekday) }];
  const malformed = intervals.flatMap((interval, index) => intervalProblems(interval, `${path}.${index}`));
  return malformed.length > 0 ? malformed : overlaps(intervals, path);
}

function intervalProblems({ from, to }: WorkingInterval, path: string): CalendarProblem[] {
  const start = timeOfDay(from);
  const end = timeOfDay(to);
  const problems: CalendarProblem[] = [];
  if (start === undefined) {
    problems.push({ path: `${path}.from`, message: `"${from}" is not a local time: write HH:MM, such as 09:00` });
  }
  if (end === undefined) {
    problems.push({
      path: `${path}.to`,
      message: `"${to}" is not a local time: write HH:MM up to 24:00, such as 18:00`,
    });
  }
  if (start !== undefined && end !== undefined && start >= end) {
    const message = `${from}–${to} does not end after it starts: write a night shift as ${from}–24:00 on this day and 00:00–${to} on the next`;
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
      const message = `${from}–${to} overlaps ${latest.from}–${latest.to}: merge them, or start one when the other ends`;
      problems.push({ path: `${path}.${index}`, message });
    }
    if (!latest || to > latest.to) latest = interval;
  }
  return problems;
}

function specialDayProblems(special: SpecialDay, path: string): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (dayNumber(special.date) === undefined) {
    const message = `"${special.date}" is not a date: write an existing day as YYYY-MM-DD`;
    problems.push({ path: `${path}.date`, message });
  }
  if (special.kind === 'working' && !isWeekday(special.like)) {
    problems.push({ path: `${path}.like`, message: notAWeekday(special.like) });
  }
  const byMinutes = special.kind === 'off' ? undefined : special.shortenedByMinutes;
  if (byMinutes !== undefined && !(Number.isInteger(byMinutes) && byMinutes > 0)) {
    problems.push({
      path: `${path}.shortenedByMinutes`,
      message: `${byMinutes} is not a number of minutes: write a whole number of 1 or more`,
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
      {
        path: `specialDays.${index}.date`,
        message: `${date} is already given by specialDays.${before}: keep one of them`,
      },
    ];
  });
}

function absenceProblems({ from, to }: Absence, path: string): CalendarProblem[] {
  const malformed = Object.entries({ from, to })
    .filter(([, moment]) => !isInstant(moment))
    .map(([end, moment]) => ({
      path: `${path}.${end}`,
      message: `"${moment}" is not an instant: write ISO 8601 in UTC, such as 2026-03-02T06:00:00Z`,
    }));
  if (malformed.length > 0 || Date.parse(from) < Date.parse(to)) return malformed;
  return [{ path, message: `${to} is not after ${from}: an absence ends when the person is back` }];
}

function isInstant(moment: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/.exec(moment);
  return match !== null && dayNumber(match[1] as string) !== undefined && !Number.isNaN(Date.parse(moment));
}

const isWeekday = (name: string): boolean => (weekdays as readonly string[]).includes(name);
const notAWeekday = (name: string): string => `"${name}" is not a weekday: write one of ${weekdays.join(', ')}`;
