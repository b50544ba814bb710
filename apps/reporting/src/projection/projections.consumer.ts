import { KafkaConsumers, Metrics, PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { AgreementCalendars } from './agreement-calendars.ts';
import { subscriptions } from './subscriptions.ts';

export const consumerGroupToken = Symbol('consumer group');

/** Updates the projections from the topics. */
@Injectable()
export class ProjectionsConsumer {
  constructor(
    @Inject(KafkaConsumers) consumers: KafkaConsumers,
    @Inject(PgPool) pool: PgPool,
    @Inject(Metrics) metrics: Metrics,
    @Inject(consumerGroupToken) groupId: string,
  ) {
    consumers.register({ name: 'reporting', groupId, subscriptions: subscriptions(new AgreementCalendars()) });
    metrics.gauge(
      'reporting_pending_steps',
      'Steps waiting for an earlier step or for their agreement',
      [],
      async () => {
        const { rows } = await pool.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM reporting.pending_step',
        );
        return rows[0]?.count ?? 0;
      },
    );
  }
}
