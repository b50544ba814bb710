import { handoffStepRecorded, leadJudged } from '@baton/contracts';
import type { HandoffStepRecorded, LeadJudged } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import { KafkaConsumers } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { recordHandoffStep, recordVerdict } from './record-lead-status.ts';

/** Reads verdicts and handoff steps, so that GET /leads can show the status of each lead. */
@Injectable()
export class LeadStatusConsumer {
  constructor(consumers: KafkaConsumers) {
    consumers.register({
      groupId: 'baton-intake-lead-status',
      name: 'intake-lead-status',
      subscriptions: [
        subscription({
          topic: leadJudged.topic,
          read: contractReader<LeadJudged>(leadJudged),
          ordered: false,
          idOf: ({ id }) => id,
          handle: ({ data }, { transaction }) => recordVerdict(transaction, data),
        }),
        subscription({
          topic: handoffStepRecorded.topic,
          read: contractReader<HandoffStepRecorded>(handoffStepRecorded),
          ordered: true,
          idOf: ({ id }) => id,
          handle: ({ data }, { transaction }) => recordHandoffStep(transaction, data),
        }),
      ],
    });
  }
}
