import { handoffStepRecorded, leadJudged } from '@baton/contracts';
import type { HandoffStepRecorded, LeadJudged } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import { KafkaConsumers } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { recordHandoffStep, recordVerdict } from './record-lead-status.ts';

/** Follows each lead through the other services, so that whoever looks it up here sees where it is. */
@Injectable()
export class LeadStatusConsumer {
  constructor(@Inject(KafkaConsumers) consumers: KafkaConsumers) {
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
