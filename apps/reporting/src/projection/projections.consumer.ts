import { EventConsumer, KafkaConnection } from '@baton/messaging';
import { Logger, messagingMetrics, Metrics, PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { SCHEMA } from '../database/schema.ts';
import { AgreementCalendars } from './agreement-calendars.ts';
import { subscriptions } from './subscriptions.ts';

export const consumerGroupToken = Symbol('consumer group');

/** Keeps the projections up with the topics. */
@Injectable()
export class ProjectionsConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #consumer: EventConsumer;

  constructor(
    @Inject(KafkaConnection) kafka: KafkaConnection,
    @Inject(PgPool) pool: PgPool,
    @Inject(Metrics) metrics: Metrics,
    @Inject(Logger) logger: Logger,
    @Inject(consumerGroupToken) groupId: string,
  ) {
    this.#consumer = new EventConsumer({
      kafka,
      pool,
      logger,
      groupId,
      schema: SCHEMA,
      name: 'reporting',
      metrics: messagingMetrics(metrics),
      subscriptions: subscriptions(new AgreementCalendars()),
    });
    metrics.gauge(
      'reporting_pending_steps',
      'Steps that wait for one before them, or for their agreement',
      [],
      async () => {
        const { rows } = await pool.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM reporting.pending_step',
        );
        return rows[0]?.count ?? 0;
      },
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#consumer.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#consumer.stop();
  }
}
