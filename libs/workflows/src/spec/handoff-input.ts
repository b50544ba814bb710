import { localClock } from '@baton/domain';
import { handoffIdOf } from '../handoff.contract.ts';
import type { HandoffInput } from '../handoff.contract.ts';

/** The input of a lead's first handoff, as the consumer of judged leads makes it. */
export function handoffInput(
  leadId: string,
  teamId: string,
  signalReceivedAt: string,
  askedCriteria: string[] = [],
): HandoffInput {
  return {
    handoffId: handoffIdOf(leadId, 1),
    leadId,
    handoffNumber: 1,
    agreementVersion: 1,
    teamId,
    messageId: `judged/${leadId}/signal-1`,
    localClock: localClock('Europe/Moscow', signalReceivedAt),
    judged: {
      lead: {
        source: 'website',
        channel: 'organic',
        flags: [],
        consent: true,
        reachableBy: ['phone', 'email'],
        signals: [{ signalId: 'signal-1', kind: 'request', receivedAt: signalReceivedAt }],
      },
      createdBy: 'website-form',
      answers: [],
      askedCriteria,
      score: 50,
      signalReceivedAt,
    },
  };
}
