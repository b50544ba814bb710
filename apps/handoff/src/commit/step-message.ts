import { handoffStepRecorded } from '@baton/contracts';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import type { OutgoingMessage } from '@baton/messaging';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';

/** Each step of the record is one event, under an id that is the same however often it is sent. */
export function stepMessage(identity: HandoffIdentity, recorded: RecordedStep): OutgoingMessage {
  const { leadId, handoffNumber, agreementVersion } = identity;
  const data: HandoffStepRecorded = { ...recorded, leadId, handoffNumber, agreementVersion };
  return {
    topic: handoffStepRecorded.topic,
    key: leadId,
    event: {
      id: `${recorded.handoffId}/${recorded.version}`,
      source: '/baton/handoff',
      type: handoffStepRecorded.type,
      time: recorded.recordedAt,
      subject: recorded.handoffId,
      data,
    },
  };
}
