import { handoffStepRecorded } from '@baton/contracts';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import { appendToOutbox } from '@baton/messaging';
import type { OutgoingMessage, SqlExecutor } from '@baton/messaging';
import { SCHEMA } from '../database/schema.ts';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';
import type { CommittedSteps } from './commit-effect.ts';

/** Publishes each step as one event on `baton.handoffs.v1`. */
export async function publishSteps(transaction: SqlExecutor, { identity, steps }: CommittedSteps): Promise<void> {
  await appendToOutbox(
    transaction,
    SCHEMA,
    steps.map(({ recorded }) => stepMessage(identity, recorded)),
  );
}

/** The id of the event is the same each time it is sent, so that consumers recognise duplicates. */
function stepMessage(identity: HandoffIdentity, recorded: RecordedStep): OutgoingMessage {
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
