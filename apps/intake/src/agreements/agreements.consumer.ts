import { agreementPublished } from '@baton/contracts';
import type { AgreementPublished } from '@baton/contracts';
import { contractReader, EventConsumer, KafkaConnection, subscription } from '@baton/messaging';
import { Logger, messagingMetrics, Metrics, PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { AgreementCalendars } from './agreement-calendars.ts';

/** Reads from published agreements when people work. */
@Injectable()
export class AgreementsConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #consumer: EventConsumer;

  constructor(
    @Inject(KafkaConnection) kafka: KafkaConnection,
    @Inject(PgPool) pool: PgPool,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Logger) logger: Logger,
    @Inject(AgreementCalendars) calendars: AgreementCalendars,
  ) {
    this.#consumer = new EventConsumer({
      kafka,
      pool,
      schema: SCHEMA,
      logger,
      groupId: 'baton-intake-agreements',
      name: 'intake-agreements',
      metrics: messagingMetrics(metrics),
      subscriptions: [
        subscription({
          topic: agreementPublished.topic,
          read: contractReader<AgreementPublished>(agreementPublished),
          ordered: false,
          idOf: ({ data }) => `agreement/${data.version}`,
          handle: ({ data }, { transaction }) => calendars.add(data, transaction),
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
