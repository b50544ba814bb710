import type { LeadJudged } from '@baton/contracts';
import type { TopicEvent } from './generated-event-log.ts';

export interface LeadCounts {
  leads: number;
  rejected: number;
  rejectedInReview: number;
}

/** How many leads there are, and how many of them the latest verdict that was known at the moment rejects. */
export function leadCounts(
  events: readonly TopicEvent[],
  leads: readonly { leadId: string }[],
  asOf: string,
): LeadCounts {
  const verdicts = leads.map(({ leadId }) => latestVerdict(events, leadId, asOf));
  const rejected = verdicts.filter((verdict) => verdict?.verdict === 'rejected');
  const inReview = rejected.filter((verdict) => verdict?.nurtureReview !== undefined);
  return { leads: leads.length, rejected: rejected.length, rejectedInReview: inReview.length };
}

function latestVerdict(events: readonly TopicEvent[], leadId: string, asOf: string): LeadJudged | undefined {
  const known = events.flatMap((event) =>
    event.topic === 'judged' && event.data.leadId === leadId && event.time <= asOf ? [event] : [],
  );
  return known.sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1)).at(-1)?.data;
}
