import { BoundedMap, commonZones, distinctZones, zonesOfCountry } from '@baton/domain';
import type { LeadSnapshot } from '@baton/domain';
import { areaOfPhone } from './zones-of-phone.ts';
import type { PhoneArea } from './zones-of-phone.ts';
import { zonesOfRegion } from './zones-of-region.ts';

/** What a lead says about where it can be reached. */
export interface Whereabouts {
  country?: string;
  region?: string;
  phone?: string;
}

/** The snapshot with the zones of its place and the phone, which can come with another signal than the place. */
export function withZones(snapshot: LeadSnapshot, { phone }: { phone?: string }, at: string): LeadSnapshot {
  const { zones: _before, ...attributes } = snapshot;
  const zones = leadZones({ ...attributes, ...(phone !== undefined && { phone }) }, at);
  return zones ? { ...attributes, zones } : attributes;
}

const cache = new BoundedMap<string, string[] | undefined>(10_000);

/**
 * The time zones that a lead could be in: those that both its place and its phone allow, or all of either if they
 * contradict each other. Undefined without a phone, because they say when to call, and if nothing is known.
 *
 * @param at only its day counts
 */
export function leadZones({ country, region, phone }: Whereabouts, at: string): string[] | undefined {
  if (phone === undefined) return undefined;
  const area = areaOfPhone(phone);
  const day = at.slice(0, 10);
  const key = JSON.stringify([day, country, region, area]);
  const zones = cache.get(key) ?? zonesBy({ country, region, area }, `${day}T00:00:00.000Z`);
  cache.set(key, zones);
  return zones;
}

function zonesBy(
  { country, region, area }: { country: string | undefined; region: string | undefined; area: PhoneArea },
  at: string,
): string[] | undefined {
  const countries = country === undefined ? area.countries : [country];
  const byPhone = area.zones ?? area.countries.flatMap((each) => zonesOfCountry(each, at));
  const byPlace = countries.flatMap(
    (each) => (region === undefined ? undefined : zonesOfRegion(each, region)) ?? zonesOfCountry(each, at),
  );
  // The shorter list has the zones of the area itself, the other one those of the country.
  const [narrower, wider] = byPhone.length <= byPlace.length ? [byPhone, byPlace] : [byPlace, byPhone];
  const common = commonZones(narrower, wider, at);
  const possible = distinctZones(common.length > 0 ? common : [...byPlace, ...byPhone], at);
  return possible.length > 0 ? possible : undefined;
}
