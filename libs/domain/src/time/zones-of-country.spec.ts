import { commonZones, distinctZones, offsetSpread, zonesOfCountry } from './zones-of-country.ts';
import { HOUR } from './units.ts';

const at = '2026-03-02T10:00:00.000Z';

describe('zonesOfCountry', () => {
  it.each([
    ['a country with one zone has that zone', 'FR', ['Europe/Paris']],
    ['a country whose zones agree has one of them', 'DE', ['Europe/Berlin']],
    ['an unassigned code has no zone', 'XX', []],
    ['a text that is not a country code has no zone', 'Atlantis', []],
  ])('%s: %s → %j', (_, country, zones) => {
    expect(zonesOfCountry(country, at)).toEqual(zones);
  });

  it('a country with eleven different clocks has a zone for each', () => {
    const zones = zonesOfCountry('RU', at);
    const known = ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Vladivostok'];
    expect(commonZones(known, zones, at)).toEqual(known);
    expect(zones).toHaveLength(11);
    expect(offsetSpread(zones, at)).toBe(10 * HOUR);
  });
});

describe('distinctZones and commonZones', () => {
  it('zones that agree in winter and differ in summer are distinct', () => {
    const zones = ['Europe/Kaliningrad', 'Europe/Bucharest', 'Africa/Johannesburg'];
    expect(distinctZones(zones, at)).toEqual(['Europe/Kaliningrad', 'Europe/Bucharest']);
  });

  it('zones of different names are common when their clocks agree', () => {
    expect(commonZones(['Asia/Chita', 'Asia/Omsk'], ['Asia/Yakutsk', 'Europe/Moscow'], at)).toEqual(['Asia/Chita']);
  });
});
