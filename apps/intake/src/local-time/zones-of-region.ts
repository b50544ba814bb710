import { REGIONS } from './regions.ts';

/** Words that say what kind of region it is. People leave them out, abbreviate them and translate them. */
const kindsOfRegion = new Set(
  [
    'область обл край республика респ автономный автономная ао округ город г',
    'oblast region krai kray kraj republic respublika state province territory autonomous okrug district federal city',
    'avtonomnyj avtonomnyy avtonomnaja',
    'of the',
  ].flatMap((words) => words.split(' ')),
);

/** `Приморский край` and `Приморский` are the same name; so are `São Paulo` and `sao paulo`. */
function nameKey(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const naming = words.filter((word) => !kindsOfRegion.has(word));
  return (naming.length > 0 ? naming : words).join(' ');
}

/** By country and name key. Two regions with one key, such as a city and the area around it, share their zones. */
const zonesByRegion: ReadonlyMap<string, string[]> = readRegions();

function readRegions(): Map<string, string[]> {
  const zonesByKey = new Map<string, string[]>();
  for (const line of REGIONS.trim().split('\n')) {
    const [names = '', zones = ''] = line.split(': ');
    const [code = '', ...known] = names.split('|');
    const country = code.slice(0, 2);
    // A name in parentheses is another name of the region: Republic of Sakha (Yakutia).
    const others = known.flatMap((name) => [name, ...name.split(/[()]/)]).filter((name) => name.trim() !== '');
    for (const name of new Set([code, code.slice(3), ...others].map(nameKey))) {
      const key = `${country} ${name}`;
      zonesByKey.set(key, [...new Set([...(zonesByKey.get(key) ?? []), ...zones.split(' ')])]);
    }
  }
  return zonesByKey;
}

/**
 * The zones of a region by its ISO 3166-2 code or its name in English or Russian; undefined if the region is not known, or
 * if all clocks of its country agree.
 */
export const zonesOfRegion = (country: string, region: string): string[] | undefined =>
  zonesByRegion.get(`${country} ${nameKey(region)}`);
