import type pg from 'pg';
import type { KafkaConnection } from './kafka.ts';
import type { Logger } from './logger.ts';
import type { MessagingMetrics } from './metrics.ts';
import type { AnySubscription } from './subscription.ts';

export interface EventConsumerOptions {
  kafka: KafkaConnection;
  groupId: string;
  /** Names the consumer in dedupe marks, dead letters and metrics; stays the same for ever. */
  name: string;
  pool: pg.Pool;
  schema: string;
  subscriptions: AnySubscription[];
  /** Keys in parallel, 32 unless told. */
  concurrency?: number;
  logger: Logger;
  metrics?: MessagingMetrics;
}

export class EventConsumer {
  readonly #options: EventConsumerOptions;

  constructor(options: EventConsumerOptions) {
    this.#options = options;
  }

  /** Begins in the background, and goes on trying while Kafka is away. */
  async start(): Promise<void> {
    await Promise.reject(new Error(`to be written ${this.#options.name}`));
  }

  /** Finishes what is in hand, commits its offsets and leaves the group. */
  async stop(): Promise<void> {
    await Promise.resolve();
  }

  /** True while the consumer is a member of its group. */
  get isRunning(): boolean {
    return false;
  }
}
