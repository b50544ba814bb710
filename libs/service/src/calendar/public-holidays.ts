import { BoundedMap, DAY } from '@baton/domain';
import type { SpecialDay } from '@baton/domain';
import Holidays from 'date-holidays';

/** Countries whose public holidays are known, ISO 3166-1 alpha-2. */
export const countriesWithHolidays: ReadonlySet<string> = new Set(Object.keys(new Holidays().getCountries()));

const holidayCache = new BoundedMap<string, readonly SpecialDay[]>(1000);

/** The public holidays of a country, with their names in its own language. */
export function publicHolidays(country: string, year: number): readonly SpecialDay[] {
  const key = `${country} ${year}`;
  const days = holidayCache.get(key) ?? lookUp(country, year);
  holidayCache.set(key, days);
  return days;
}

function lookUp(country: string, year: number): SpecialDay[] {
  const holidays = new Holidays(country, { types: ['public'], timezone: 'UTC' });
  return holidays.getHolidays(year).flatMap(({ date, start, end, name }): SpecialDay[] => {
    // On half days some people go home earlier, but offices are open.
    const isWhole = date.slice(11, 19) === '00:00:00';
    const count = isWhole ? Math.round((end.getTime() - start.getTime()) / DAY) : 0;
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
    return Array.from({ length: count }, (_, index) => ({
      date: new Date(first + index * DAY).toISOString().slice(0, 10),
      name,
      kind: 'off',
    }));
  });
}
