import { offsetPeriods } from './civil-time.ts';

/**
 * The zone of a country whose clocks all show the same at a moment; undefined where they do not, since nobody knows by
 * which of them a person lives. It needs zone data, which differ between builds: not for workflow code.
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
