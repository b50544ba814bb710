import { russianProductionCalendar } from '@baton/domain';
import type { Agreement, SpecialDay, WorkingCalendar } from '@baton/domain';
import { publicHolidays } from './public-holidays.ts';

export { countriesWithHolidays } from './public-holidays.ts';

/**
 * What a country's government moves and shortens beside its holidays, where somebody keeps it as data. An agreement
 * that wants it otherwise names the days itself.
 */
const productionCalendars: Readonly<Record<string, readonly SpecialDay[]>> = { RU: russianProductionCalendar };

/** A version's document is one object for as long as it is used, so that its calendar stands for the version. */
const specialDaysCache = new WeakMap<Agreement['calendar'], Map<string, SpecialDay[]>>();

/**
 * The days that differ from their weekday, from the first to the last year, in order: the country's public holidays,
 * before them its production calendar, before that what the agreement says itself.
 */
export function specialDaysOf(calendar: Agreement['calendar'], fromYear: number, toYear: number): SpecialDay[] {
  const ofCalendar = specialDaysCache.get(calendar) ?? new Map<string, SpecialDay[]>();
  specialDaysCache.set(calendar, ofCalendar);
  const key = `${fromYear}-${toYear}`;
  const days = ofCalendar.get(key) ?? mergeSpecialDays(calendar, fromYear, toYear);
  ofCalendar.set(key, days);
  return days;
}

function mergeSpecialDays(
  { holidayCountry: holidaysOf, specialDays: days }: Agreement['calendar'],
  fromYear: number,
  toYear: number,
): SpecialDay[] {
  const years = Array.from({ length: Math.max(toYear - fromYear + 1, 0) }, (_, index) => fromYear + index);
  const holidays = holidaysOf === undefined ? [] : years.flatMap((year) => publicHolidays(holidaysOf, year));
  const production = (holidaysOf !== undefined && productionCalendars[holidaysOf]) || [];
  const isAsked = ({ date }: SpecialDay): boolean => years.includes(Number(date.slice(0, 4)));
  // Of one date the last one stands.
  const byDate = new Map([...holidays, ...production, ...days].filter(isAsked).map((day) => [day.date, day]));
  return [...byDate.values()].sort((one, other) => one.date.localeCompare(other.date));
}

/** A clock reaches back to a lead's receipt, and forward by a window, a pause and the holidays between. */
const yearsAround = { before: 1, after: 2 } as const;
type HasCalendar = Pick<Agreement, 'calendar'>;

const calendarCache = new Map<number, WeakMap<HasCalendar, WorkingCalendar>>();

/**
 * The agreement's own hours and days off, as whoever has none of their own keeps them: the same object for as long as
 * the year lasts, since what is worked out of a calendar is kept by it.
 */
export function agreementCalendar(agreement: HasCalendar, now: string): WorkingCalendar {
  const year = Number(now.slice(0, 4));
  const ofYear = calendarCache.get(year) ?? new WeakMap<HasCalendar, WorkingCalendar>();
  calendarCache.set(year, ofYear);
  const calendar = ofYear.get(agreement) ?? calendarAround(agreement, year);
  ofYear.set(agreement, calendar);
  return calendar;
}

function calendarAround({ calendar }: HasCalendar, year: number): WorkingCalendar {
  const { zone, hours } = calendar;
  const days = specialDaysOf(calendar, year - yearsAround.before, year + yearsAround.after);
  return { zone, hours, specialDays: days, absences: [] };
}
