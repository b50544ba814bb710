import fc from 'fast-check';
import { refundRefusal, wonRefusal } from './refund-refusal.ts';
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
    ['the last cent after refunds of cents', [won(1, 0.3), refund(2, 0.1), refund(3, 0.1)], refund(5, 0.1)],
    ['a part in a currency without cents', [won(1, 100, { currency: 'JPY' }), refund(2, 99)], refund(5, 1)],
    ['a part in a currency with thousandths', [won(1, 1, { currency: 'KWD' }), refund(2, 0.999)], refund(5, 0.001)],
    ['a deal whose amount was corrected upwards', [won(1, 10_000), won(2, 35_000)], refund(5, 35_000)],
  ])('%s can be refunded', (_, reports, refunded) => {
    expect(refundRefusal(reports, refunded)).toBeUndefined();
  });

  it.each<[string, MoneyReport[], MoneyReport, RefundRefusalCode]>([
    ['more than the paid amount', [won(1, 35_000)], refund(5, 35_001), 'refund-above-paid'],
    ['more than the rest', [won(1, 35_000), refund(3, 20_000)], refund(5, 15_001), 'refund-above-paid'],
    ['a cent more than the rest', [won(1, 0.3), refund(3, 0.1)], refund(5, 0.21), 'refund-above-paid'],
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

  it('the rest of a deal is shown without the errors of floating-point numbers', () => {
    expect(refundRefusal([won(1, 0.3), refund(3, 0.1)], refund(5, 0.3))?.detail).toBe(
      'Of the paid 0.3, 0.1 is already refunded, so at most 0.2 can be refunded, not 0.3.',
    );
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

describe('wonRefusal', () => {
  it.each<[string, MoneyReport[], MoneyReport]>([
    ['has no refund', [won(1, 35_000)], won(2, 10)],
    ['has a smaller refund', [won(1, 35_000), refund(2, 10_000)], won(3, 10_000)],
    ['is corrected without an amount', [won(1, 35_000), refund(2, 10_000)], report('won on 3', 3, {})],
    ['is older than the report that counts', [won(4, 35_000), refund(5, 10_000)], won(3, 10)],
    ['has refunds of cents', [won(1, 1), refund(2, 0.1), refund(3, 0.2)], won(4, 0.3)],
  ])('a won deal that %s is recorded', (_, reports, corrected) => {
    expect(wonRefusal(reports, corrected)).toBeUndefined();
  });

  it.each<[string, MoneyReport[], MoneyReport]>([
    ['its refund', [won(1, 35_000), refund(2, 10_000)], won(3, 9_999)],
    ['the sum of its refunds', [won(1, 35_000), refund(2, 10_000), refund(3, 10_000)], won(4, 19_999.99)],
  ])('a won deal cannot be corrected to less than %s', (_, reports, corrected) => {
    expect(wonRefusal(reports, corrected)?.code).toBe('won-below-refunds');
  });

  it.each([
    ['more', 45_000],
    ['less', 120],
  ])('a won deal cannot be corrected to another currency than that of its refund, be the amount %s', (_, amount) => {
    const refunded = { ...refund(2, 10_000), currency: 'USD' };
    expect(wonRefusal([won(1, 35_000), refunded], { ...won(3, amount), currency: 'RUB' })?.code).toBe('other-currency');
  });
});
