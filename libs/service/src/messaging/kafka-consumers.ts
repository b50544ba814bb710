import { EventConsumer } from '@baton/messaging';
import type { EventConsumerOptions, KafkaConnection } from '@baton/messaging';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { PgPool } from '../database/pg-pool.ts';
import type { HealthIndicators } from '../health/health-indicators.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { registerConsumerMetrics } from './consumer-metrics.ts';
import type { ObservedConsumer } from './consumer-metrics.ts';
import { messagingMetrics } from './messaging-metrics.ts';

export interface KafkaConsumersOptions {
  kafka: KafkaConnection;
  pool: PgPool;
  schema: string;
  logger: Logger;
  metrics: Metrics;
  health: HealthIndicators;
}

/** What differs from one consumer of a service to the next. */
export type ConsumerDefinition = Pick<EventConsumerOptions, 'name' | 'subscriptions' | 'concurrency'> & {
  /** The consumer group; the consumer's name by default. */
  groupId?: string;
};

/**
 * Runs all consumers of a service: a `*.consumer.ts` registers its subscriptions in its constructor, and they are read
 * from the service's start to its shutdown. While a consumer is not a member of its group, health shows it as degraded.
 */
export class KafkaConsumers implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #options: KafkaConsumersOptions;
  readonly #consumers: EventConsumer[] = [];
  readonly #observed: ObservedConsumer[] = [];

  constructor(options: KafkaConsumersOptions) {
    this.#options = options;
    registerConsumerMetrics(options.metrics, { ...options, consumers: this.#observed });
  }

  register(definition: ConsumerDefinition): void {
    const { health, metrics, ...common } = this.#options;
    const { name, groupId = name, subscriptions } = definition;
    const consumer = new EventConsumer({ ...common, metrics: messagingMetrics(metrics), ...definition, groupId });
    this.#observed.push({ name, groupId, topics: subscriptions.map(({ topic }) => topic) });
    this.#consumers.push(consumer);
    health.register({
      name: `consumer ${name}`,
      required: false,
      check: async () => {
        if (!consumer.isRunning) throw new Error(`The consumer ${name} is not a member of its group.`);
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.start()));
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
  }
}
