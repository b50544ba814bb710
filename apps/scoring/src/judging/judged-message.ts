import { leadJudged } from '@baton/contracts';
import type { LeadJudged } from '@baton/contracts';
import type { OutgoingMessage } from '@baton/messaging';
import type { NurtureReview } from '../journey/lead-status.ts';
import type { HandoffSummary } from '../journey/handoffs.ts';
import type { LatestJudgement, NewJudgement, OpeningJudgement } from './journey-store.ts';

/** The event id is derived from what was judged, so that consumers recognise a repeated event. */
export function judgedMessage(leadId: string, entry: NewJudgement, judgedAt: Date): OutgoingMessage {
  const { signalId, receivedAt, lead, createdBy, importedHistory, rejudgedForHandoff, judged } = entry;
  const { judgement, agreementVersion, handoffNumber, withinHandoff, reviewDueAt, resumes } = judged;
  const data: LeadJudged = {
    ...judgement,
    leadId,
    signalId,
    signalReceivedAt: receivedAt,
    agreementVersion,
    createdBy,
    lead,
    ...(handoffNumber !== undefined && { handoffNumber }),
    ...(withinHandoff !== undefined && { withinHandoff }),
    ...(reviewDueAt !== undefined && { reviewDueAt }),
    ...(resumes && { resumes }),
    ...(importedHistory && { importedHistory }),
  };
  const suffix = rejudgedForHandoff > 0 ? `/${rejudgedForHandoff}` : '';
  return message(`judged/${leadId}/${signalId}${suffix}`, data, judgedAt.toISOString());
}

/** A postponed lead comes back on its date. The judgement is the one that it went to sales with, of the lead as it is now. */
export function comeBackMessage(
  leadId: string,
  handoffNumber: number,
  postponed: HandoffSummary,
  judgement: OpeningJudgement,
  at: string,
): OutgoingMessage {
  const { agreementVersion, number, postponed: { ownerId } = {} } = postponed;
  const data: LeadJudged = {
    ...judgement,
    leadId,
    signalReceivedAt: at,
    agreementVersion,
    verdict: 'mql',
    handoffNumber,
    resumes: { handoffNumber: number, cause: 'date', ...(ownerId !== undefined && { ownerId }) },
  };
  return message(`judged/${leadId}/postponed/${number}`, data, at);
}

/** The rejection of a nurtured lead by marketing. The reason is free text, so it stays in scoring. */
export function reviewRejectionMessage(
  leadId: string,
  { at, by }: Pick<NurtureReview, 'at' | 'by'>,
  reviewId: string,
  judgement: LatestJudgement,
): OutgoingMessage {
  const data: LeadJudged = {
    ...judgement,
    leadId,
    verdict: 'rejected',
    askedCriteria: [],
    nurtureReview: { reviewedBy: by, reviewedAt: at },
  };
  return message(`nurture-review/${leadId}/${reviewId}`, data, at);
}

const message = (id: string, data: LeadJudged, time: string): OutgoingMessage => ({
  topic: leadJudged.topic,
  key: data.leadId,
  event: { id, source: '/baton/scoring', type: leadJudged.type, time, subject: data.leadId, data },
});
