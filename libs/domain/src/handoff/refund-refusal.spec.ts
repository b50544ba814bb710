import fc from 'fast-check';
import { refundRefusal } from './refund-refusal.ts';
import type { MoneyReport, RefundRefusalCode } from './refund-refusal.ts';

const day = (number: number): string => new Date(Date.UTC(2026, 2, number)).toISOString();
const report = (outcomeId: string, on: number, changes: Partial<MoneyReport>): MoneyReport => ({
  outcomeId,
  outcome: 'won',
  decidedAt: day(on),
  reportedAt: day(on),
  ...changes,
});
const won = (on: number, amount: number, changes: Partial<MoneyReport> = {}): MoneyReport =>
  report(`won on ${on}`, on, { amount, currency: 'RUB', ...changes });
const lost = (on: number): MoneyReport => report(`lost on ${on}`, on, { outcome: 'lost' });
const refund = (on: number, amount: number, changes: Partial<MoneyReport> = {}): MoneyReport =>
  report(`refund of ${amount} on ${on}`, on, { outcome: 'refunded', amount, ...changes });

describe('refundRefusal', () => {
  it.each<[string, MoneyReport[], MoneyReport]>([
    ['a part of the paid amount', [won(1, 35_000)], refund(5, 10_000)],
    ['the whole paid amount', [won(1, 35_000)], refund(5, 35_000)],
    ['the rest after an earlier refund', [won(1, 35_000), refund(3, 20_000)], refund(5, 15_000)],
    ['a deal that was lost first and won before the refund', [lost(1), won(2, 35_000)], refund(5, 35_000)],
    ['a deal that was lost after the refund', [won(1, 35_000), lost(9)], refund(5, 35_000)],
    ['a deal whose amount was corrected upwards', [won(1, 10_000), won(2, 35_000)], refund(5, 35_000)],
  ])('%s can be refunded', (_, reports, refunded) => {
    expect(refundRefusal(reports, refunded)).toBeUndefined();
  });

  it.each<[string, MoneyReport[], MoneyReport, RefundRefusalCode]>([
    ['more than the paid amount', [won(1, 35_000)], refund(5, 35_001), 'refund-above-paid'],
    ['more than the rest', [won(1, 35_000), refund(3, 20_000)], refund(5, 15_001), 'refund-above-paid'],
    ['the rest before a later refund', [won(1, 35_000), refund(9, 20_000)], refund(5, 20_000), 'refund-above-paid'],
    [
      'a deal whose amount was corrected downwards',
      [won(1, 35_000), won(2, 10_000)],
      refund(5, 20_000),
      'refund-above-paid',
    ],
    ['a deal without an outcome', [], refund(5, 10), 'deal-not-won'],
    ['a deal that was won later', [won(6, 35_000)], refund(5, 10), 'deal-not-won'],
    ['a deal that was lost', [won(1, 35_000), lost(2)], refund(5, 10), 'deal-not-won'],
    ['a deal without a known amount', [report('won', 1, {})], refund(5, 10), 'amount-unknown'],
    ['a deal in another currency', [won(1, 35_000)], refund(5, 10, { currency: 'EUR' }), 'other-currency'],
    ['a deal before its payment', [won(1, 35_000, { paidAt: day(6) })], refund(5, 10), 'refund-before-payment'],
  ])('%s cannot be refunded', (_, reports, refunded, code) => {
    expect(refundRefusal(reports, refunded)?.code).toBe(code);
  });

  it('the refunds of a deal never exceed what was paid, in whatever order they are reported', () => {
    const refunds = fc.array(
      fc.record({ on: fc.integer({ min: 1, max: 9 }), amount: fc.integer({ min: 1, max: 60 }) }),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(refunds, (some) => {
        const accepted: MoneyReport[] = [];
        for (const [index, { on, amount }] of some.entries()) {
          const next = refund(on, amount, { outcomeId: `refund ${index}` });
          if (refundRefusal([won(1, 100), ...accepted], next) === undefined) accepted.push(next);
        }
        const sum = accepted.reduce((total, { amount = 0 }) => total + amount, 0);
        expect(sum).toBeLessThanOrEqual(100);
        for (const [index, { amount }] of some.entries()) {
          const isAccepted = accepted.some(({ outcomeId }) => outcomeId === `refund ${index}`);
          if (!isAccepted) expect(sum + amount).toBeGreaterThan(100);
        }
      }),
    );
  });
});
