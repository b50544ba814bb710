import { leadJudged } from '@baton/contracts';
import type { LeadJudged } from '@baton/contracts';
import type { OutgoingMessage } from '@baton/messaging';
import type { NewJudgement } from './journey-store.ts';

/** The event id is derived from what was judged, so that consumers recognise a repeated event. */
export function judgedMessage(leadId: string, entry: NewJudgement, judgedAt: Date): OutgoingMessage {
  const { signalId, receivedAt, lead, createdBy, importedHistory, rejudgedForHandoff, judged } = entry;
  const { judgement, agreementVersion, handoffNumber, reviewDueAt } = judged;
  const data: LeadJudged = {
    ...judgement,
    leadId,
    signalId,
    signalReceivedAt: receivedAt,
    agreementVersion,
    createdBy,
    lead,
    ...(handoffNumber !== undefined && { handoffNumber }),
    ...(reviewDueAt !== undefined && { reviewDueAt }),
    ...(importedHistory && { importedHistory }),
  };
  const suffix = rejudgedForHandoff > 0 ? `/${rejudgedForHandoff}` : '';
  return {
    topic: leadJudged.topic,
    key: leadId,
    event: {
      id: `judged/${leadId}/${signalId}${suffix}`,
      source: '/baton/scoring',
      type: leadJudged.type,
      time: judgedAt.toISOString(),
      subject: leadId,
      data,
    },
  };
}
