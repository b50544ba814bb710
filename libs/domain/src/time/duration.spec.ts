import fc from 'fast-check';
import { durationMilliseconds } from './duration.ts';

describe('durationMilliseconds', () => {
  it.each([
    ['PT15M', 900_000],
    ['PT48H', 172_800_000],
    ['P2D', 172_800_000],
    ['P1W', 604_800_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['PT0.01S', 10],
    ['PT0S', 0],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(durationMilliseconds(text)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', '15M', 'P1M', 'P1Y', 'PT1.5H', '-PT1M', 'PT1M ', 'pt1m', 'PT1S1M'])(
    '"%s" is rejected with an example of a duration',
    (text) => {
      expect(() => durationMilliseconds(text)).toThrow(/write ISO 8601 such as PT15M/);
    },
  );

  it('the parts of a duration add up', () => {
    const part = fc.nat(1000);
    fc.assert(
      fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
        expect(durationMilliseconds(`P${days}DT${hours}H${minutes}M${seconds}S`)).toBe(
          (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000,
        );
      }),
    );
  });
});
