import { compareOutcomes } from './outcome-order.ts';
import type { OutcomeReport } from './outcome-order.ts';
import type { Outcome } from './steps.ts';

/** A reported outcome with its amount and payment. */
export interface MoneyReport extends OutcomeReport {
  outcome: Outcome;
  amount?: number;
  currency?: string;
  paidAt?: string;
}

export const refundRefusalCodes = [
  'deal-not-won',
  'amount-unknown',
  'refund-before-payment',
  'other-currency',
  'refund-above-paid',
] as const;
export type RefundRefusalCode = (typeof refundRefusalCodes)[number];

export interface RefundRefusal {
  code: RefundRefusalCode;
  detail: string;
}

/**
 * Why a refund is refused; undefined if it is allowed. The deal is the outcome that counted at the time of the refund, in
 * whatever order the two are reported.
 *
 * @param reports the other outcomes of the handoff
 */
export function refundRefusal(reports: readonly MoneyReport[], refund: MoneyReport): RefundRefusal | undefined {
  const { amount = 0, currency, decidedAt } = refund;
  const deal = reports
    .filter((report) => report.outcome !== 'refunded' && Date.parse(report.decidedAt) <= Date.parse(decidedAt))
    .toSorted(compareOutcomes)
    .at(-1);
  if (deal?.outcome !== 'won')
    return {
      code: 'deal-not-won',
      detail: `The deal was not won by ${decidedAt}. Report that it was won before reporting a refund.`,
    };
  if (deal.amount === undefined)
    return {
      code: 'amount-unknown',
      detail: 'The won deal has no amount. Report it as won again with its amount before reporting a refund.',
    };
  if (deal.paidAt !== undefined && Date.parse(decidedAt) < Date.parse(deal.paidAt))
    return {
      code: 'refund-before-payment',
      detail: `The refund is dated ${decidedAt}, before the payment at ${deal.paidAt}. Correct decidedAt.`,
    };
  if (currency !== undefined && deal.currency !== undefined && currency !== deal.currency)
    return {
      code: 'other-currency',
      detail: `The refund is in ${currency}, but the deal was paid in ${deal.currency}. Report it in ${deal.currency}.`,
    };
  const refunded = refundedAmount(reports.filter(({ outcomeId }) => outcomeId !== refund.outcomeId));
  const remaining = deal.amount - refunded;
  if (amount <= remaining) return undefined;
  return {
    code: 'refund-above-paid',
    detail: `Of the paid ${deal.amount}, ${refunded} is already refunded, so at most ${remaining} can be refunded, not ${amount}.`,
  };
}

const refundedAmount = (reports: readonly MoneyReport[]): number =>
  reports.filter(({ outcome }) => outcome === 'refunded').reduce((sum, { amount = 0 }) => sum + amount, 0);
