import { zoneOfCountry } from './zone-of-country.ts';

describe('zoneOfCountry', () => {
  const at = '2026-03-02T10:00:00.000Z';

  it.each([
    ['a country with one zone has that zone', 'FR', 'Europe/Paris'],
    ['a country whose zones agree has one of them', 'DE', 'Europe/Berlin'],
    ['a country with different zones has none', 'RU', undefined],
    ['an unassigned code has no zone', 'XX', undefined],
    ['a text that is not a country code has no zone', 'Atlantis', undefined],
  ])('%s: %s → %s', (_, country, zone) => {
    expect(zoneOfCountry(country, at)).toBe(zone);
  });
});
