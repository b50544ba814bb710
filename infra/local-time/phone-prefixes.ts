/** Where Google's map still has clocks of the past. Kaliningrad keeps UTC+2 all year, and Saratov moved to UTC+4 in 2016. */
const corrections: Readonly<Record<string, string>> = {
  '740': 'Europe/Kaliningrad',
  '7845': 'Europe/Saratov',
};

/** Groups the prefixes of `map_data.txt` by their zones. Prefixes that a shorter one with the same zones covers are left out. */
export function readPhonePrefixes(mapData: string): string[] {
  const zonesByPrefix = new Map(
    mapData.split('\n').flatMap((line): [string, string][] => {
      const [, prefix, zones] = /^(\d+)\|(.+)$/.exec(line) ?? [];
      if (prefix === undefined || zones === undefined) return [];
      return [[prefix, corrections[prefix] ?? zones.replaceAll('&', ' ')]];
    }),
  );
  const prefixesByZones = new Map<string, string[]>();
  for (const [prefix, zones] of zonesByPrefix) {
    if (inherited(prefix, zonesByPrefix) === zones) continue;
    prefixesByZones.set(zones, [...(prefixesByZones.get(zones) ?? []), prefix]);
  }
  return [...prefixesByZones].map(([zones, prefixes]) => `${zones}: ${prefixes.join(' ')}`).sort();
}

/** The zones of the longest prefix that is shorter than this one. */
function inherited(prefix: string, zonesByPrefix: ReadonlyMap<string, string>): string | undefined {
  for (let length = prefix.length - 1; length > 0; length--) {
    const zones = zonesByPrefix.get(prefix.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return undefined;
}
