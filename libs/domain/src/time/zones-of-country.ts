import { offsetPeriods } from './civil-time.ts';
import { DAY } from './units.ts';

const YEAR = 366 * DAY;

/**
 * The zones that a person of the country could be in, one of each whose clocks agree during the following year. Empty if
 * the country is not known. Not for workflow code: it depends on zone data, which differ between Node builds.
 *
 * @param country ISO 3166-1 alpha-2
 */
export const zonesOfCountry = (country: string, at: string): string[] =>
  distinctZones(/^[A-Za-z]{2}$/.test(country) ? (new Intl.Locale(`und-${country}`).getTimeZones() ?? []) : [], at);

/** The first of all zones whose clocks agree during the year from `at`. */
export function distinctZones(zones: readonly string[], at: string): string[] {
  const byClock = new Map<string, string>();
  for (const zone of zones) {
    const clock = clockOf(zone, at);
    if (!byClock.has(clock)) byClock.set(clock, zone);
  }
  return [...byClock.values()];
}

/** The zones of the first list whose clocks agree with one of the second during the year from `at`. */
export function commonZones(zones: readonly string[], others: readonly string[], at: string): string[] {
  const clocks = new Set(others.map((zone) => clockOf(zone, at)));
  return zones.filter((zone) => clocks.has(clockOf(zone, at)));
}

/** The same for two zones exactly if their clocks agree during the year. */
function clockOf(zone: string, at: string): string {
  const moment = Date.parse(at);
  return JSON.stringify(offsetPeriods(zone, moment, moment + YEAR).map(({ from, offset }) => [from, offset]));
}

/** How far the clocks of the zones are apart at a time, in milliseconds. */
export function offsetSpread(zones: readonly string[], at: string): number {
  const moment = Date.parse(at);
  const offsets = zones.flatMap((zone) => offsetPeriods(zone, moment, moment + 1).map(({ offset }) => offset));
  return Math.max(...offsets) - Math.min(...offsets);
}
