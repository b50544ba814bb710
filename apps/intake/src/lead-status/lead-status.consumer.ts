import { handoffStepRecorded, leadJudged } from '@baton/contracts';
import type { HandoffStepRecorded, LeadJudged } from '@baton/contracts';
import { contractReader, EventConsumer, KafkaConnection, subscription } from '@baton/messaging';
import { Logger, messagingMetrics, Metrics, PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { recordHandoffStep, recordVerdict } from './record-lead-status.ts';

/** Follows each lead through the other services, so that whoever looks it up here sees where it is. */
@Injectable()
export class LeadStatusConsumer implements OnApplicationBootstrap, OnModuleDestroy {
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
      schema: SCHEMA,
      logger,
      groupId: 'baton-intake-lead-status',
      name: 'intake-lead-status',
      metrics: messagingMetrics(metrics),
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

  async onApplicationBootstrap(): Promise<void> {
    await this.#consumer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#consumer.stop();
  }
}
