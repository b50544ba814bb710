import { lastPostponed, nextHandoffNumber, openHandoff, withHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import type { LeadStatus } from './lead-status.ts';

/** The handoff whose lead waits for its date; undefined when something has ended the waiting, such as a rejection. */
export function waitingHandoff(
  handoffs: readonly HandoffSummary[],
  status: LeadStatus | undefined,
): HandoffSummary | undefined {
  return status?.status === 'nurtured' && status.postponedUntil !== undefined ? lastPostponed(handoffs) : undefined;
}

/** The handoffs after a postponed lead has come back. The new one keeps the agreement, because nothing was judged again. */
export function withNextHandoff(
  handoffs: readonly HandoffSummary[],
  { agreementVersion }: HandoffSummary,
  openedAt: string,
): HandoffSummary[] {
  if (openHandoff(handoffs)) return [...handoffs];
  return withHandoff(handoffs, { number: nextHandoffNumber(handoffs), agreementVersion, openedAt });
}
