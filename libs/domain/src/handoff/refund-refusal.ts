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
  'won-below-refunds',
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
  const others = reports.filter(({ outcomeId }) => outcomeId !== refund.outcomeId);
  const inDealCurrency = (value: number): bigint => minorUnits(value, deal.currency);
  const refunded = refundedUnits(others, deal.currency);
  const remaining = inDealCurrency(deal.amount) - refunded;
  if (inDealCurrency(amount) <= remaining) return undefined;
  const shown = (units: bigint): string => shownAmount(units, deal.currency);
  return {
    code: 'refund-above-paid',
    detail: `Of the paid ${deal.amount}, ${shown(refunded)} is already refunded, so at most ${shown(remaining)} can be refunded, not ${amount}.`,
  };
}

/**
 * Why a won deal is refused whose amount is below its refunds; undefined if it is allowed. A deal that is superseded by a
 * later report is no longer what was paid.
 *
 * @param reports the other outcomes of the handoff
 */
export function wonRefusal(reports: readonly MoneyReport[], won: MoneyReport): RefundRefusal | undefined {
  if (won.outcome !== 'won' || won.amount === undefined) return undefined;
  const others = reports.filter(({ outcomeId }) => outcomeId !== won.outcomeId);
  if (others.some((other) => other.outcome !== 'refunded' && compareOutcomes(other, won) > 0)) return undefined;
  const other = others.find(
    ({ outcome, currency }) => outcome === 'refunded' && (currency ?? won.currency) !== won.currency,
  );
  if (other && won.currency !== undefined)
    return {
      code: 'other-currency',
      detail: `The deal was won in ${won.currency}, but a refund of it is in ${other.currency}. Report both in one currency.`,
    };
  const refunded = refundedUnits(others, won.currency);
  if (refunded <= minorUnits(won.amount, won.currency)) return undefined;
  return {
    code: 'won-below-refunds',
    detail: `${shownAmount(refunded, won.currency)} of the deal is already refunded, so it cannot have been won for ${won.amount}. Correct the amount.`,
  };
}

const refundedUnits = (reports: readonly MoneyReport[], currency: string | undefined): bigint =>
  reports
    .filter(({ outcome }) => outcome === 'refunded')
    .reduce((sum, { amount = 0 }) => sum + minorUnits(amount, currency), 0n);

/** Whole minor units, because floating-point sums of cents differ from their amounts. */
const minorUnits = (amount: number, currency: string | undefined): bigint =>
  BigInt(Math.round(amount * 10 ** fractionDigits(currency)));

const shownAmount = (units: bigint, currency: string | undefined): string =>
  String(Number(units) / 10 ** fractionDigits(currency));

/** Two for a currency that is unknown or not given. */
function fractionDigits(currency: string | undefined): number {
  try {
    const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: currency ?? 'XXX',
    }).resolvedOptions();
    return maximumFractionDigits;
  } catch {
    return 2;
  }
}
