import type { Verdict } from '@baton/domain';
import { initialAgreement } from './agreements.ts';
import type { Agreements } from './agreements.ts';
import { isBefore, lastHandoff, openHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import { addDuration } from './judge-signal.ts';

/** What the lead's latest signal came to. */
export interface LatestVerdict {
  signalId: string;
  receivedAt: string;
  verdict: Verdict;
  /** The criteria that decided against the lead. */
  failed: string[];
  reviewDueAt?: string;
}

/** What marketing made of a lead that it nurtures when it looked at it. */
export interface NurtureReview {
  /** The `since` of what was reviewed. Whatever comes to the lead later, or is heard of later, is reviewed anew. */
  reviewedSince: string;
  decision: 'kept' | 'rejected';
  reason: string;
  at: string;
  by: string;
  /** Until when it is looked at again; only of a lead that is kept. */
  reviewDueAt?: string;
}

/** Where a lead stands: with sales, with marketing until a review, or out. Nobody's lead does not exist. */
export type LeadStatus =
  { status: 'handoff' | 'sql' | 'closed' } | NurturedStatus | { status: 'rejected'; reason: string; since: string };

interface NurturedStatus {
  status: 'nurtured';
  reason: string;
  since: string;
  reviewDueAt?: string;
}

/** Follows from what happened alone, and not from the order in which scoring heard of it. */
export function leadStatus(
  handoffs: readonly HandoffSummary[],
  latest: LatestVerdict | undefined,
  agreements: Agreements,
  review?: NurtureReview,
): LeadStatus | undefined {
  const unreviewed = statusBeforeReview(handoffs, latest, agreements);
  return unreviewed?.status === 'nurtured' && review ? statusAfterReview(unreviewed, review) : unreviewed;
}

function statusBeforeReview(
  handoffs: readonly HandoffSummary[],
  latest: LatestVerdict | undefined,
  agreements: Agreements,
): LeadStatus | undefined {
  if (openHandoff(handoffs)) return { status: 'handoff' };
  const last = lastHandoff(handoffs);
  if (latest && (!last?.endedAt || !isBefore(latest.receivedAt, last.endedAt)) && latest.verdict !== 'mql') {
    return statusAfterVerdict(latest);
  }
  return last?.endedAt ? statusAfterHandoff(last, last.endedAt, agreements) : undefined;
}

function statusAfterVerdict({ verdict, failed, receivedAt, reviewDueAt }: LatestVerdict): LeadStatus {
  const since = receivedAt;
  if (verdict === 'rejected') return { status: 'rejected', reason: `red flag: ${failed.join(', ')}`, since };
  const reason = failed.length > 0 ? `not yet: ${failed.join(', ')}` : 'past lead without a verdict';
  return { status: 'nurtured', reason, since, ...(reviewDueAt && { reviewDueAt }) };
}

/** Out for good is out until the lead shows interest anew, as with a return that was rejected. */
function statusAfterReview(
  nurtured: NurturedStatus,
  { reviewedSince: of, decision, reason, at, reviewDueAt }: NurtureReview,
): LeadStatus {
  if (Date.parse(of) !== Date.parse(nurtured.since)) return nurtured;
  if (decision === 'rejected') return { status: 'rejected', reason: `review: ${reason}`, since: at };
  return { ...nurtured, ...(reviewDueAt && { reviewDueAt }) };
}

function statusAfterHandoff(last: HandoffSummary, since: string, agreements: Agreements): LeadStatus {
  const nurtured = (reason: string): LeadStatus => {
    const { agreement } = agreements.get(last.agreementVersion) ?? initialAgreement;
    return { status: 'nurtured', reason, since, reviewDueAt: addDuration(since, agreement.nurture.reviewWithin) };
  };
  switch (last.ending) {
    case 'sql':
      return { status: 'sql' };
    case 'returned': {
      const reason = last.returnReason ? `returned: ${last.returnReason}` : last.ending;
      return last.afterReturn === 'rejected' ? { status: 'rejected', reason, since } : nurtured(reason);
    }
    case 'unreachable':
      return nurtured(last.ending);
    case 'imported':
    default:
      return { status: 'closed' };
  }
}
