import fc from 'fast-check';
import { calculateLoss, lossesByCurrency } from './loss-calculator.ts';
import type { LostGroup } from './loss-calculator.ts';
import { lostCauses } from './lost-causes.ts';

describe('calculateLoss', () => {
  it('the ceiling for 200 transferred, 12 % lost and an average check of 35 000 is 840 000', () => {
    expect(calculateLoss({ transferred: 200, lostShare: 0.12, averageCheck: 35_000 })).toEqual({
      ceiling: 840_000,
      expected: null,
    });
  });

  it('the expected loss with a conversion to won of 6.25 % is 52 500', () => {
    const input = { transferred: 200, lostShare: 0.12, averageCheck: 35_000, conversionToWon: 0.0625 };
    expect(calculateLoss(input)).toEqual({ ceiling: 840_000, expected: 52_500 });
  });
});

const group = (changes: Partial<LostGroup>): LostGroup => ({
  cause: 'uncontacted',
  channel: 'ads',
  currency: 'RUB',
  handoffs: 1,
  checks: 35_000,
  ...changes,
});

describe('lossesByCurrency', () => {
  it('losses equal those of the calculator, split by cause and channel, the largest cause first', () => {
    const groups = [
      group({ handoffs: 14, checks: 14 * 35_000 }),
      group({ cause: 'no-activity', handoffs: 6, checks: 6 * 35_000 }),
      group({ cause: 'no-activity', channel: 'partner', handoffs: 4, checks: 4 * 35_000 }),
    ];
    const [rubles] = lossesByCurrency(groups, new Map([['RUB', 200]]), 0.0625);
    expect(rubles).toMatchObject({
      currency: 'RUB',
      handoffs: 24,
      lostShare: 0.12,
      averageCheck: 35_000,
      ceiling: 840_000,
      expected: 52_500,
      fixFirst: 'uncontacted',
      byCause: [
        { cause: 'uncontacted', handoffs: 14, ceiling: 490_000, expected: 30_625 },
        { cause: 'no-activity', handoffs: 10, ceiling: 350_000, expected: 21_875 },
      ],
      byChannel: [
        { channel: 'ads', handoffs: 20, ceiling: 700_000 },
        { channel: 'partner', handoffs: 4, ceiling: 140_000 },
      ],
    });
  });

  it('currencies are separate, and one without lost leads has no loss', () => {
    const result = lossesByCurrency(
      [group({ currency: 'EUR', checks: 400 })],
      new Map([
        ['RUB', 3],
        ['EUR', 2],
      ]),
      null,
    );
    expect(result).toMatchObject([
      { currency: 'EUR', ceiling: 400, expected: null, lostShare: 0.5 },
      { currency: 'RUB', ceiling: 0, expected: null, lostShare: 0, averageCheck: null, fixFirst: null },
    ]);
  });

  it('the causes and the channels each add up to the whole', () => {
    const some = fc.record({
      cause: fc.constantFrom(...lostCauses),
      channel: fc.option(fc.constantFrom('ads', 'partner', 'search')),
      currency: fc.constant('RUB'),
      handoffs: fc.integer({ min: 1, max: 50 }),
      checks: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1 }), (groups) => {
        const [whole] = lossesByCurrency(groups, new Map([['RUB', 5000]]), null);
        const total = (lines: { handoffs: number; ceiling: number }[] = []): number[] => [
          lines.reduce((sum, { handoffs }) => sum + handoffs, 0),
          lines.reduce((sum, { ceiling }) => sum + ceiling, 0),
        ];
        expect(total(whole?.byCause)).toEqual([whole?.handoffs, whole?.ceiling]);
        expect(total(whole?.byChannel)).toEqual([whole?.handoffs, whole?.ceiling]);
      }),
    );
  });
});
