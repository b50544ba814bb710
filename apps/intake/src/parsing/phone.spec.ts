import fc from 'fast-check';
import { normalisePhone } from './phone.ts';

describe('normalisePhone', () => {
  it.each([
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['+7 912 345 67 89', 'DE', '+79123456789'],
    ['0912 3456789', 'DE', '+499123456789'],
    ['(020) 7946 0018', 'GB', '+442079460018'],
    ['12', 'RU', undefined],
    ['call me', 'RU', undefined],
    ['', 'RU', undefined],
  ])('the phone %j in %s becomes %j', (text, country, expected) => {
    expect(normalisePhone(text, country)).toBe(expected);
  });

  it('a normalised phone does not change when it is normalised again', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\+?[0-9 ()-]{5,20}$/),
        fc.constantFrom('RU', 'DE', 'US', 'BR'),
        (text, country) => {
          const once = normalisePhone(text, country);
          expect(once === undefined || normalisePhone(once, 'FR') === once).toBe(true);
        },
      ),
    );
  });
});
