import { zoneOfCountry } from './zone-of-country.ts';

describe('The zone of a country', () => {
  const at = '2026-03-02T10:00:00.000Z';

  it.each([
    ['a country of one zone has it', 'FR', 'Europe/Paris'],
    ['a country whose zones show the same has any of them', 'DE', 'Europe/Berlin'],
    ['a country of many has none', 'RU', undefined],
    ['nor has a country that there is not', 'XX', undefined],
    ['nor what is no country', 'Atlantis', undefined],
  ])('%s: %s → %s', (_, country, zone) => {
    expect(zoneOfCountry(country, at)).toBe(zone);
  });
});
