import {
  handoffStepRecorded,
  leadJudged,
  schemaErrors,
  type EventContract,
  type HandoffStepRecorded,
  type LeadJudged,
} from '@baton/contracts';
import { EventConsumer, KafkaConnection, PoisonMessage, readCloudEvent, subscription } from '@baton/messaging';
import type { Reader } from '@baton/messaging';
import { Logger, messagingMetrics, Metrics, PgPool } from '@baton/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { schema } from '../database/schema.ts';
import { noteStep, noteVerdict } from './follow-lead.ts';

/** Follows each lead through the other services, so that whoever looks it up here sees where it is. */
@Injectable()
export class WhereaboutsConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #consumer: EventConsumer;

  constructor(
    @Inject(KafkaConnection) kafka: KafkaConnection,
    @Inject(PgPool) pool: PgPool,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Logger) logger: Logger,
  ) {
    this.#consumer = new EventConsumer({
      kafka,
      pool,
      schema,
      logger,
      groupId: 'baton-intake-whereabouts',
      name: 'intake-whereabouts',
      metrics: messagingMetrics(metrics),
      subscriptions: [
        subscription<Known<LeadJudged>>({
          topic: leadJudged.topic,
          read: readerOf(leadJudged),
          ordered: false,
          idOf: ({ id }) => id,
          handle: ({ data }, { transaction }) => noteVerdict(transaction, data),
        }),
        subscription<Known<HandoffStepRecorded>>({
          topic: handoffStepRecorded.topic,
          read: readerOf(handoffStepRecorded),
          ordered: true,
          idOf: ({ id }) => id,
          handle: ({ data }, { transaction }) => noteStep(transaction, data),
        }),
      ],
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#consumer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#consumer.stop();
  }
}

interface Known<Data> {
  id: string;
  data: Data;
}

/** Reads an event of ours; what does not fit its contract can never be handled. */
function readerOf<Data>(contract: EventContract<Data>): Reader<Known<Data>> {
  return (message) => {
    const { attributes, data } = readCloudEvent(message);
    const checked = contract.data.safeParse(data);
    if (checked.success && attributes['id'] !== undefined) return { id: attributes['id'], data: checked.data };
    const fields = checked.success ? 'id' : schemaErrors(checked.error).map(({ field }) => field);
    throw new PoisonMessage('invalid-event', `Not a ${contract.type}: ${String(fields)}`);
  };
}
