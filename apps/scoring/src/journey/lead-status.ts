import type { Verdict } from '@baton/domain';
import { initialAgreement } from './agreements.ts';
import type { Agreements } from './agreements.ts';
import { lastHandoff, lastPostponed, openHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import { addDuration, isBefore } from './moments.ts';

/** The verdict on the signal that was received last. */
export interface LatestVerdict {
  signalId: string;
  receivedAt: string;
  verdict: Verdict;
  /** The criteria that decided against the lead. */
  failed: string[];
  reviewDueAt?: string;
  /** The person wants no contact, and the signal was not a direct one. */
  isContactRefused?: true;
}

export const reviewDecisions = ['kept', 'rejected'] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

/** Marketing's decision about a nurtured lead. */
export interface NurtureReview {
  /** The `since` of the status that was reviewed. If the status has changed since then, the review no longer applies. */
  reviewedSince: string;
  decision: ReviewDecision;
  reason: string;
  at: string;
  by: string;
  /** When a kept lead must be reviewed again. */
  reviewDueAt?: string;
}

/** Every lead has exactly one status. `closed` means that neither sales nor marketing has to do anything. */
export type LeadStatus =
  { status: 'handoff' | 'sql' | 'closed' } | NurturedStatus | { status: 'rejected'; reason: string; since: string };

interface NurturedStatus {
  status: 'nurtured';
  reason: string;
  since: string;
  reviewDueAt?: string;
  /** The date on which a postponed lead comes back. */
  postponedUntil?: string;
}

/** Depends only on what happened, not on the order in which scoring read it. */
export function leadStatus(
  handoffs: readonly HandoffSummary[],
  latest: LatestVerdict | undefined,
  agreements: Agreements,
  { review, contactEndedAt }: { review?: NurtureReview | undefined; contactEndedAt?: string | undefined } = {},
): LeadStatus | undefined {
  const status = statusBeforeReview(handoffs, latest, agreements);
  if (status?.status !== 'nurtured') return status;
  if (contactEndedAt !== undefined && isBefore(status.since, contactEndedAt)) return { status: 'closed' };
  return review ? statusAfterReview(status, review) : status;
}

function statusBeforeReview(
  handoffs: readonly HandoffSummary[],
  latest: LatestVerdict | undefined,
  agreements: Agreements,
): LeadStatus | undefined {
  if (openHandoff(handoffs)) return { status: 'handoff' };
  const postponed = lastPostponed(handoffs);
  const last = postponed ?? lastHandoff(handoffs);
  const isKept = postponed !== undefined && latest !== undefined && keepsPostponed(latest);
  if (latest && !isKept && (!last?.endedAt || !isBefore(latest.receivedAt, last.endedAt)) && latest.verdict !== 'mql') {
    return statusAfterVerdict(latest);
  }
  return last?.endedAt ? statusAfterHandoff(last, last.endedAt, agreements) : undefined;
}

/** A further signal that sales was not asked about, such as a download, does not change the date. */
const keepsPostponed = ({ verdict, isContactRefused }: LatestVerdict): boolean =>
  verdict === 'nurtured' && !isContactRefused;

function statusAfterVerdict({ verdict, failed, receivedAt, reviewDueAt, isContactRefused }: LatestVerdict): LeadStatus {
  const since = receivedAt;
  if (verdict === 'rejected') return { status: 'rejected', reason: `red flag: ${failed.join(', ')}`, since };
  if (isContactRefused) return { status: 'closed' };
  const reason = failed.length > 0 ? `not yet: ${failed.join(', ')}` : 'past lead without a verdict';
  return { status: 'nurtured', reason, since, ...(reviewDueAt && { reviewDueAt }) };
}

/** A rejected lead stays rejected until its next signal, as after a rejected return. */
function statusAfterReview(
  nurtured: NurturedStatus,
  { reviewedSince, decision, reason, at, reviewDueAt }: NurtureReview,
): LeadStatus {
  if (Date.parse(reviewedSince) !== Date.parse(nurtured.since)) return nurtured;
  if (decision === 'rejected') return { status: 'rejected', reason: `review: ${reason}`, since: at };
  // A lead that waits for its own date is not due earlier because someone looked at it.
  return { ...nurtured, ...(reviewDueAt && nurtured.postponedUntil === undefined && { reviewDueAt }) };
}

function statusAfterHandoff(last: HandoffSummary, since: string, agreements: Agreements): LeadStatus {
  const nurtured = (reason: string, from = since): NurturedStatus => {
    const { agreement } = agreements.get(last.agreementVersion) ?? initialAgreement;
    return { status: 'nurtured', reason, since, reviewDueAt: addDuration(from, agreement.nurture.reviewWithin) };
  };
  switch (last.ending) {
    case 'sql':
      return { status: 'sql' };
    case 'returned': {
      const reason = last.returnReason ? `returned: ${last.returnReason}` : last.ending;
      return last.afterReturn === 'rejected' ? { status: 'rejected', reason, since } : nurtured(reason);
    }
    case 'postponed':
      if (!last.postponed) return nurtured(last.ending);
      return { ...nurtured(last.ending, last.postponed.until), postponedUntil: last.postponed.until };
    case 'unreachable':
      return nurtured(last.ending);
    case 'opted-out':
    case 'imported':
    default:
      return { status: 'closed' };
  }
}
