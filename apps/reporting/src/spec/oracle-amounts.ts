import type { ExpectedHandoff } from './oracle-handoffs.ts';

/** The won amounts by currency, and how much of each was refunded. */
export function wonAmounts(handoffs: readonly ExpectedHandoff[]): object[] {
  const paid = handoffs.flatMap(({ outcome, refunded }) =>
    outcome?.kind === 'won' && outcome.amount !== undefined
      ? [{ currency: outcome.currency ?? null, amount: outcome.amount, refunded }]
      : [],
  );
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return [...Map.groupBy(paid, ({ currency }) => currency)].map(([currency, deals]) => ({
    currency,
    deals: deals.length,
    amount: sumOf(deals.map(({ amount }) => amount)),
    averageCheck: sumOf(deals.map(({ amount }) => amount)) / deals.length,
    refunded: sumOf(deals.map(({ refunded }) => refunded)),
    amountLessRefunds: sumOf(deals.map(({ amount, refunded }) => amount - refunded)),
  }));
}
