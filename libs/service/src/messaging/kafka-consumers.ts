import { EventConsumer } from '@baton/messaging';
import type { EventConsumerOptions, KafkaConnection, MessagingMetrics } from '@baton/messaging';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { PgPool } from '../database/pg-pool.ts';
import type { HealthIndicators } from '../health/health-indicators.ts';
import type { Logger } from '../logging/logger.ts';

export interface KafkaConsumersOptions {
  kafka: KafkaConnection;
  pool: PgPool;
  schema: string;
  logger: Logger;
  metrics: MessagingMetrics;
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

  constructor(options: KafkaConsumersOptions) {
    this.#options = options;
  }

  register(definition: ConsumerDefinition): void {
    const { health, ...common } = this.#options;
    const { name } = definition;
    const consumer = new EventConsumer({ ...common, groupId: name, ...definition });
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
