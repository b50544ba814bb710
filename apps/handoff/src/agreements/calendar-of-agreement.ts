import { russianProductionCalendar, type Agreement, type SpecialDay } from '@baton/domain';
import { publicHolidays } from './public-holidays.ts';

/**
 * What a country's government moves and shortens beside its holidays, where somebody keeps it as data. An agreement
 * that wants it otherwise names the days itself.
 */
const productionCalendars: Readonly<Record<string, readonly SpecialDay[]>> = { RU: russianProductionCalendar };

/** A version's document is one object for as long as it is used, so that its calendar stands for the version. */
const known = new WeakMap<Agreement['calendar'], Map<string, SpecialDay[]>>();

/**
 * The days that differ from their weekday, from the first to the last year, in order: the country's public holidays,
 * before them its production calendar, before that what the agreement says itself.
 */
export function specialDaysOf(calendar: Agreement['calendar'], fromYear: number, toYear: number): SpecialDay[] {
  const ofCalendar = known.get(calendar) ?? new Map<string, SpecialDay[]>();
  known.set(calendar, ofCalendar);
  const key = `${fromYear}-${toYear}`;
  const days = ofCalendar.get(key) ?? merged(calendar, fromYear, toYear);
  ofCalendar.set(key, days);
  return days;
}

function merged({ holidaysOf, days }: Agreement['calendar'], fromYear: number, toYear: number): SpecialDay[] {
  const years = Array.from({ length: Math.max(toYear - fromYear + 1, 0) }, (_, index) => fromYear + index);
  const holidays = holidaysOf === undefined ? [] : years.flatMap((year) => publicHolidays(holidaysOf, year));
  const production = (holidaysOf !== undefined && productionCalendars[holidaysOf]) || [];
  const isAsked = ({ date }: SpecialDay): boolean => years.includes(Number(date.slice(0, 4)));
  // Of one date the last one stands.
  const byDate = new Map([...holidays, ...production, ...days].filter(isAsked).map((day) => [day.date, day]));
  return [...byDate.values()].sort((one, other) => one.date.localeCompare(other.date));
}
