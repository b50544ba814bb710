import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { zonesOfCountry } from '@baton/domain';
import { namesOfSubdivision, readIsoCodes } from './iso-codes.ts';
import type { PackagePath } from './sources.ts';

interface Subdivision {
  country_code: string;
  iso2: string | null;
  iso3166_2: string | null;
}

interface City {
  latitude: string;
  longitude: string;
}

type FindZones = (latitude: number, longitude: number) => string[];

/** A zone with a smaller share of a subdivision's cities than this comes from a wrong coordinate. */
const SMALLEST_SHARE = 0.01;

const read = <Content>(file: string): Content => JSON.parse(readFileSync(file, 'utf8')) as Content;

/** A line for each subdivision of each country whose clocks differ: its code, its names and its zones. */
export async function regionLines(packages: PackagePath): Promise<string[]> {
  const english = englishNames(packages);
  const isoCodes = readIsoCodes();
  const { find } = (await import(packages('geo-tz', 'dist', 'find-1970.js'))) as { find: FindZones };
  const countries = packages('@countrystatecity/countries', 'dist', 'data');
  return readdirSync(countries)
    .flatMap((country) => subdivisionsIn(`${countries}/${country}`))
    .flatMap(({ code, cities }) => {
      const zones = zonesOf(cities, code.slice(0, 2), find);
      const known = [...(english[code.replace('-', '').toLowerCase()] ?? []), ...namesOfSubdivision(isoCodes, code)];
      return zones.length === 0 ? [] : [`${[code, ...new Set(known)].join('|')}: ${zones.join(' ')}`];
    })
    .sort();
}

function englishNames(packages: PackagePath): Record<string, string[]> {
  const file = packages('cldr-subdivisions-full', 'subdivisions', 'en', 'en.json');
  const content = read<{ subdivisions: { localeDisplayNames: { subdivisions: Record<string, string> } } }>(file);
  const { subdivisions } = content.subdivisions.localeDisplayNames;
  return Object.fromEntries(Object.entries(subdivisions).map(([code, name]) => [code, [name]]));
}

function subdivisionsIn(directory: string): { code: string; cities: City[] }[] {
  const country = directory.slice(-2);
  if (zonesOfCountry(country, new Date().toISOString()).length < 2) return [];
  const directories = readdirSync(directory);
  return read<Subdivision[]>(`${directory}/states.json`).flatMap(({ iso2, iso3166_2: code }) => {
    const cities = directories.find((name) => name.endsWith(`-${iso2}`));
    if (code == null || cities === undefined || !existsSync(`${directory}/${cities}/cities.json`)) return [];
    return [{ code, cities: read<City[]>(`${directory}/${cities}/cities.json`) }];
  });
}

function zonesOf(cities: readonly City[], country: string, find: FindZones): string[] {
  const all = cities.flatMap(({ latitude, longitude }) => find(Number(latitude), Number(longitude)).slice(0, 1));
  const ofCountry = new Set(new Intl.Locale(`und-${country}`).getTimeZones());
  return [...new Set(all)]
    .filter((zone) => ofCountry.has(zone))
    .filter((zone) => all.filter((other) => other === zone).length >= cities.length * SMALLEST_SHARE)
    .sort();
}
