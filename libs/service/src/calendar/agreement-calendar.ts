import { russianProductionCalendar } from '@baton/domain';
import type { Agreement, SpecialDay, WorkingCalendar } from '@baton/domain';
import { publicHolidays } from './public-holidays.ts';

export { countriesWithHolidays } from './public-holidays.ts';

/**
 * The days that a country's government moves or shortens in addition to its public holidays, where they are known. An
 * agreement can override them with its own special days.
 */
const productionCalendars: Readonly<Record<string, readonly SpecialDay[]>> = { RU: russianProductionCalendar };

/** Keyed by the calendar object: a version's document is one object while it is in use. */
const specialDaysCache = new WeakMap<Agreement['calendar'], Map<string, SpecialDay[]>>();

/**
 * The days of these years that differ from their weekday, in order. The agreement's own days take precedence over the
 * country's production calendar, and that over its public holidays.
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
  { holidayCountry, specialDays }: Agreement['calendar'],
  fromYear: number,
  toYear: number,
): SpecialDay[] {
  const years = Array.from({ length: Math.max(toYear - fromYear + 1, 0) }, (_, index) => fromYear + index);
  const holidays = holidayCountry === undefined ? [] : years.flatMap((year) => publicHolidays(holidayCountry, year));
  const production = (holidayCountry !== undefined && productionCalendars[holidayCountry]) || [];
  const isInYears = ({ date }: SpecialDay): boolean => years.includes(Number(date.slice(0, 4)));
  // For each date, the last entry wins.
  const byDate = new Map([...holidays, ...production, ...specialDays].filter(isInYears).map((day) => [day.date, day]));
  return [...byDate.values()].sort((one, other) => one.date.localeCompare(other.date));
}

/** A clock reaches back to the receipt of a lead, and forward over a window, a pause and the holidays between. */
const yearsAround = { before: 1, after: 2 } as const;
type HasCalendar = Pick<Agreement, 'calendar'>;

const calendarCache = new Map<number, WeakMap<HasCalendar, WorkingCalendar>>();

/**
 * The working hours and days off of the agreement, which apply to people without their own. Returns the same object
 * within a year, because working times are cached by calendar object.
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
