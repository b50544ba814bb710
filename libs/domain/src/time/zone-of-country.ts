import { offsetPeriods } from './civil-time.ts';

/**
 * The zone of a country if all of its clocks agree at that time; undefined if they do not, because a person could live
 * by any of them. Not for workflow code: it depends on zone data, which differ between Node builds.
 *
 * @param country ISO 3166-1 alpha-2
 */
export function zoneOfCountry(country: string, at: string): string | undefined {
  const zones = zonesOf(country);
  const moment = Date.parse(at);
  const offsets = new Set(zones.map((zone) => offsetPeriods(zone, moment, moment + 1)[0]?.offset));
  return offsets.size === 1 ? zones[0] : undefined;
}

function zonesOf(country: string): string[] {
  return /^[A-Za-z]{2}$/.test(country) ? (new Intl.Locale(`und-${country}`).getTimeZones() ?? []) : [];
}
