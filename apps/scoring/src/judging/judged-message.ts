import { leadJudged } from '@baton/contracts';
import type { LeadJudged } from '@baton/contracts';
import type { OutgoingMessage } from '@baton/messaging';
import type { Entry } from './journeys.ts';

/** Its id follows from what was judged, so that the same judgement is never two events. */
export function judgedMessage(leadId: string, entry: Entry, judgedAt: Date): OutgoingMessage {
  const { signalId, receivedAt, lead, createdBy, imported, judgedAgainFor, judged } = entry;
  const { judgement, agreementVersion, handoffNumber, reviewBy } = judged;
  const data: LeadJudged = {
    ...judgement,
    leadId,
    signalId,
    signalReceivedAt: receivedAt,
    agreementVersion,
    createdBy,
    lead,
    ...(handoffNumber !== undefined && { handoffNumber }),
    ...(reviewBy !== undefined && { reviewBy }),
    ...(imported && { imported }),
  };
  const again = judgedAgainFor > 0 ? `/${judgedAgainFor}` : '';
  return {
    topic: leadJudged.topic,
    key: leadId,
    event: {
      id: `judged/${leadId}/${signalId}${again}`,
      source: '/baton/scoring',
      type: leadJudged.type,
      time: judgedAt.toISOString(),
      subject: leadId,
      data,
    },
  };
}
