import type { Verdict } from '@baton/domain';
import { firstAgreement } from './agreements.ts';
import type { Agreements } from './agreements.ts';
import { isBefore, lastHandoff, openHandoff } from './handoffs.ts';
import type { KnownHandoff } from './handoffs.ts';
import { later } from './take-signal.ts';

/** What the lead's latest signal came to. */
export interface LatestVerdict {
  signalId: string;
  receivedAt: string;
  verdict: Verdict;
  /** The criteria that decided against the lead. */
  failed: string[];
  reviewBy?: string;
}

/** What marketing made of a lead that it nurtures when it looked at it. */
export interface NurtureReview {
  /** The `since` of what was reviewed. Whatever comes to the lead later, or is heard of later, is reviewed anew. */
  of: string;
  decision: 'kept' | 'rejected';
  reason: string;
  at: string;
  by: string;
  /** Until when it is looked at again; only of a lead that is kept. */
  reviewBy?: string;
}

/** Where a lead stands: with sales, with marketing until a review, or out. Nobody's lead does not exist. */
export type Standing =
  { place: 'handoff' | 'sql' | 'history' } | Nurtured | { place: 'rejected'; reason: string; since: string };

interface Nurtured {
  place: 'nurtured';
  reason: string;
  since: string;
  reviewBy?: string;
}

/** Follows from what happened alone, and not from the order in which scoring heard of it. */
export function standing(
  handoffs: readonly KnownHandoff[],
  latest: LatestVerdict | undefined,
  agreements: Agreements,
  review?: NurtureReview,
): Standing | undefined {
  const unreviewed = standingUnreviewed(handoffs, latest, agreements);
  return unreviewed?.place === 'nurtured' && review ? afterReview(unreviewed, review) : unreviewed;
}

function standingUnreviewed(
  handoffs: readonly KnownHandoff[],
  latest: LatestVerdict | undefined,
  agreements: Agreements,
): Standing | undefined {
  if (openHandoff(handoffs)) return { place: 'handoff' };
  const last = lastHandoff(handoffs);
  if (latest && (!last?.endedAt || !isBefore(latest.receivedAt, last.endedAt)) && latest.verdict !== 'mql') {
    return afterVerdict(latest);
  }
  return last?.endedAt ? afterHandoff(last, last.endedAt, agreements) : undefined;
}

function afterVerdict({ verdict, failed, receivedAt, reviewBy }: LatestVerdict): Standing {
  const since = receivedAt;
  if (verdict === 'rejected') return { place: 'rejected', reason: `red flag: ${failed.join(', ')}`, since };
  const reason = failed.length > 0 ? `not yet: ${failed.join(', ')}` : 'past lead without a verdict';
  return { place: 'nurtured', reason, since, ...(reviewBy && { reviewBy }) };
}

/** Out for good is out until the lead shows interest anew, as with a return that was rejected. */
function afterReview(nurtured: Nurtured, { of, decision, reason, at, reviewBy }: NurtureReview): Standing {
  if (Date.parse(of) !== Date.parse(nurtured.since)) return nurtured;
  if (decision === 'rejected') return { place: 'rejected', reason: `review: ${reason}`, since: at };
  return { ...nurtured, ...(reviewBy && { reviewBy }) };
}

function afterHandoff(last: KnownHandoff, since: string, agreements: Agreements): Standing {
  const nurtured = (reason: string): Standing => {
    const { agreement } = agreements.get(last.agreementVersion) ?? firstAgreement;
    return { place: 'nurtured', reason, since, reviewBy: later(since, agreement.nurture.reviewWithin) };
  };
  switch (last.ending) {
    case 'sql':
      return { place: 'sql' };
    case 'returned': {
      const reason = last.returnReason ? `returned: ${last.returnReason}` : last.ending;
      return last.afterReturn === 'rejected' ? { place: 'rejected', reason, since } : nurtured(reason);
    }
    case 'unreachable':
      return nurtured(last.ending);
    case 'imported':
    default:
      return { place: 'history' };
  }
}
