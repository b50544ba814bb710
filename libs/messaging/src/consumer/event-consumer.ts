import type pg from 'pg';
import { Backoff } from '../backoff.ts';
import { DeadLetterQueue } from '../dead-letters/dead-letter-queue.ts';
import { isForOtherConsumer, withOriginalPosition } from '../events/replay-headers.ts';
import { loggableReason } from '../errors.ts';
import type { KafkaConnection, KafkaReader } from '../kafka/kafka.ts';
import type { FetchedMessage, KafkaBatch } from '../kafka/kafka-records.ts';
import { KeyGroups } from '../kafka/key-groups.ts';
import type { Logger } from '../logger.ts';
import { MessageRunner } from './message-runner.ts';
import type { MessagingMetrics } from '../metrics.ts';
import { OffsetProgress } from '../kafka/offset-progress.ts';
import { Semaphore } from '../semaphore.ts';
import { tolerateLostConnections } from '../database/sql.ts';
import type { AnySubscription } from '../events/subscription.ts';

export interface EventConsumerOptions {
  kafka: KafkaConnection;
  groupId: string;
  /** Identifies the consumer in consumed events, dead letters and metrics; it must never change. */
  name: string;
  pool: pg.Pool;
  schema: string;
  subscriptions: AnySubscription[];
  /** How many keys are processed in parallel, 32 by default. Transactions use at most half of the connection pool. */
  concurrency?: number;
  logger: Logger;
  metrics?: MessagingMetrics;
}

/** Why a batch stopped early: the group rebalances, or a dependency is unavailable. */
interface Interruption {
  kind: 'rebalance' | 'unavailable';
  error: unknown;
}

const MESSAGES_PER_TRANSACTION = 50;
const HEARTBEAT_EVERY_MILLISECONDS = 1000;

/**
 * Reads topics in batches: keys in parallel, the messages of each key in order. Offsets are committed only up to where
 * every message is processed or among the dead letters; messages delivered again are recognised by their event id.
 */
export class EventConsumer {
  readonly #options: EventConsumerOptions;
  readonly #lanes: { effects: number; transactions: number };
  readonly #idempotentSlots: Semaphore;
  readonly #transactionSlots: Semaphore;
  readonly #backoffs = new Map<string, Backoff>();
  #deadLetters: DeadLetterQueue | undefined;
  #runner: MessageRunner | undefined;
  #reader: KafkaReader | undefined;

  constructor(options: EventConsumerOptions) {
    this.#options = options;
    const { concurrency = 32, pool } = options;
    const transactions = Math.min(concurrency, Math.max(1, Math.floor((pool.options.max ?? 10) / 2)));
    this.#lanes = { effects: concurrency, transactions };
    this.#idempotentSlots = new Semaphore(concurrency);
    this.#transactionSlots = new Semaphore(transactions);
    tolerateLostConnections(pool, options.logger);
  }

  /** Starts in the background, and keeps trying while Kafka is unavailable. */
  async start(): Promise<void> {
    if (this.#reader) return;
    const { kafka, groupId, subscriptions, pool, schema, name: consumer, logger, metrics } = this.#options;
    this.#deadLetters = new DeadLetterQueue({ pool, schema, consumer, kafka });
    const deadLetters = this.#deadLetters;
    this.#runner = new MessageRunner({ consumer, schema, pool, deadLetters, logger, ...(metrics ? { metrics } : {}) });
    const topics = [...new Set(subscriptions.map(({ topic }) => topic))];
    this.#reader = kafka.consume({ groupId, topics, onBatch: (batch) => this.#onBatch(batch) });
  }

  /** Finishes the messages in progress, commits their offsets and leaves the group. */
  async stop(): Promise<void> {
    await this.#reader?.close();
    await this.#deadLetters?.close();
    this.#reader = undefined;
  }

  /** True while the consumer is a member of its group. */
  get isRunning(): boolean {
    return this.#reader?.isMember ?? false;
  }

  async #onBatch(batch: KafkaBatch): Promise<void> {
    const subscription = this.#options.subscriptions.find(({ topic }) => topic === batch.topic);
    if (!subscription) return;
    const progress = new OffsetProgress(batch.messages.map(({ offset }) => offset));
    const labels = { consumer: this.#options.name, topic: batch.topic, partition: batch.partition };
    const backoff = this.#backoffOf(batch);
    const interruption = await this.#processBatch(batch, subscription, progress);
    const { committable } = progress;
    if (committable !== undefined) batch.resolve(committable);
    if (interruption === undefined) {
      if (backoff.isRunning) this.#options.logger.info(labels, 'the partition is resumed');
      backoff.reset();
      this.#options.metrics?.paused?.(labels, 0);
      return;
    }
    if (interruption.kind === 'rebalance') throw interruption.error;
    const level = backoff.isRunning ? 'debug' : 'warn';
    const waitMilliseconds = backoff.next();
    this.#options.metrics?.paused?.(labels, 1);
    this.#options.logger[level](
      { ...labels, waitMilliseconds, reason: loggableReason(interruption.error) },
      'a dependency of a consumer is unavailable; the partition is paused',
    );
    batch.pauseFor(waitMilliseconds);
  }

  /** Resolves once no message of the batch is in progress, with the reason if the batch stopped early. */
  async #processBatch(
    batch: KafkaBatch,
    subscription: AnySubscription,
    progress: OffsetProgress,
  ): Promise<Interruption | undefined> {
    let interruption: Interruption | undefined;
    const interruptFor = (kind: Interruption['kind']) => (error: unknown) => {
      interruption ??= { kind, error };
    };
    const heartbeat = setInterval(
      () => void batch.heartbeat().catch(interruptFor('rebalance')),
      HEARTBEAT_EVERY_MILLISECONDS,
    );
    try {
      const messages = this.#messagesForThisConsumer(batch, progress);
      const parked = await this.#parkedKeys(subscription, messages);
      const groups = new KeyGroups(messages);
      const { lanes, semaphore, chunkSize } = this.#plan(subscription, messages.length);
      const lane = async (): Promise<void> => {
        for (let claimed = groups.claim(chunkSize); claimed.length > 0; claimed = groups.claim(chunkSize)) {
          for (let start = 0; start < claimed.length; start += chunkSize) {
            if (interruption || !batch.isCurrent()) return;
            const chunk = claimed.slice(start, start + chunkSize);
            await semaphore.run(async () => this.#runner?.run(subscription, chunk, parked));
            for (const { offset } of chunk) progress.markProcessed(offset);
          }
        }
      };
      const working = Array.from({ length: Math.min(lanes, groups.size) }, () =>
        lane().catch(interruptFor('unavailable')),
      );
      await Promise.all(working);
    } catch (error) {
      interruptFor('unavailable')(error);
    } finally {
      clearInterval(heartbeat);
    }
    return interruption;
  }

  /** Leaves out the messages that were replayed for another consumer; they count as processed. */
  #messagesForThisConsumer(batch: KafkaBatch, progress: OffsetProgress): FetchedMessage[] {
    return batch.messages.flatMap((message) => {
      if (!isForOtherConsumer(message, this.#options.name)) return [withOriginalPosition(message)];
      progress.markProcessed(message.offset);
      return [];
    });
  }

  async #parkedKeys(subscription: AnySubscription, messages: FetchedMessage[]): Promise<Set<string>> {
    const keys = new Set(messages.map(({ received }) => received.key).filter((key) => key !== null));
    if (!subscription.ordered || keys.size === 0 || !this.#deadLetters) return new Set();
    return this.#deadLetters.parkedKeys(subscription.topic, [...keys]);
  }

  /** Idempotent effects run one by one. Messages share a transaction, but not so many that lanes would be idle. */
  #plan(subscription: AnySubscription, messages: number): { lanes: number; semaphore: Semaphore; chunkSize: number } {
    if (subscription.isIdempotent)
      return { lanes: this.#lanes.effects, semaphore: this.#idempotentSlots, chunkSize: 1 };
    const lanes = this.#lanes.transactions;
    const chunkSize = Math.min(MESSAGES_PER_TRANSACTION, Math.max(1, Math.ceil(messages / lanes)));
    return { lanes, semaphore: this.#transactionSlots, chunkSize };
  }

  #backoffOf({ topic, partition }: KafkaBatch): Backoff {
    const name = `${topic}/${partition}`;
    const backoff = this.#backoffs.get(name) ?? new Backoff(100, 5000);
    this.#backoffs.set(name, backoff);
    return backoff;
  }
}
