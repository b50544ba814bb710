import type pg from 'pg';
import { Backoff } from './backoff.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { isForOtherConsumer, withOriginalPosition } from './replay-headers.ts';
import { loggableReason } from './errors.ts';
import type { KafkaConnection, KafkaReader } from './kafka.ts';
import type { FetchedMessage, KafkaBatch } from './kafka-records.ts';
import { KeyGroups, OffsetProgress } from './key-groups.ts';
import type { Logger } from './logger.ts';
import { MessageRunner } from './message-runner.ts';
import type { MessagingMetrics } from './metrics.ts';
import { Semaphore } from './semaphore.ts';
import { tolerateLostConnections } from './sql.ts';
import type { AnySubscription } from './subscription.ts';

export interface EventConsumerOptions {
  kafka: KafkaConnection;
  groupId: string;
  /** Names the consumer in dedupe marks, dead letters and metrics; stays the same for ever. */
  name: string;
  pool: pg.Pool;
  schema: string;
  subscriptions: AnySubscription[];
  /** Keys in parallel, 32 unless told. Transactions take at most half of the pool, so that requests get theirs. */
  concurrency?: number;
  logger: Logger;
  metrics?: MessagingMetrics;
}

/** Why a batch stopped before its end: the group is divided anew, or something is away. */
interface Interruption {
  kind: 'rebalance' | 'unavailable';
  error: unknown;
}

const MESSAGES_PER_TRANSACTION = 50;
const HEARTBEAT_EVERY_MILLISECONDS = 1000;

/**
 * Reads topics by batch, keys side by side, each key in order. Offsets are committed only up to where every message
 * has had its effect or is among the dead letters; whatever comes again is recognised by its event id.
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

  /** Begins in the background, and goes on trying while Kafka is away. */
  async start(): Promise<void> {
    if (this.#reader) return;
    const { kafka, groupId, subscriptions, pool, schema, name: consumer, logger, metrics } = this.#options;
    this.#deadLetters = new DeadLetterQueue({ pool, schema, consumer, kafka });
    const deadLetters = this.#deadLetters;
    this.#runner = new MessageRunner({ consumer, schema, pool, deadLetters, logger, ...(metrics ? { metrics } : {}) });
    const topics = [...new Set(subscriptions.map(({ topic }) => topic))];
    this.#reader = kafka.consume({ groupId, topics, onBatch: (batch) => this.#onBatch(batch) });
  }

  /** Finishes what is in hand, commits its offsets and leaves the group. */
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
    const place = { consumer: this.#options.name, topic: batch.topic, partition: batch.partition };
    const backoff = this.#backoffOf(batch);
    const trouble = await this.#processBatch(batch, subscription, progress);
    const { reached } = progress;
    if (reached !== undefined) batch.resolve(reached);
    this.#options.metrics?.lag?.(place, batch.messagesBehind);
    if (trouble === undefined) {
      if (backoff.isRunning) this.#options.logger.info(place, 'the partition goes on');
      backoff.reset();
      this.#options.metrics?.paused?.(place, 0);
      return;
    }
    if (trouble.kind === 'rebalance') throw trouble.error;
    const level = backoff.isRunning ? 'debug' : 'warn';
    const wait = backoff.next();
    this.#options.metrics?.paused?.(place, 1);
    this.#options.logger[level](
      { ...place, waitMilliseconds: wait, reason: loggableReason(trouble.error) },
      'something that a consumer needs is away; the partition pauses',
    );
    batch.pauseFor(wait);
  }

  /** Resolves when nothing of the batch is in hand any more, to what stopped it before its end. */
  async #processBatch(
    batch: KafkaBatch,
    subscription: AnySubscription,
    progress: OffsetProgress,
  ): Promise<Interruption | undefined> {
    let trouble: Interruption | undefined;
    const interruptFor = (kind: Interruption['kind']) => (error: unknown) => {
      trouble ??= { kind, error };
    };
    const heartbeat = setInterval(
      () => void batch.heartbeat().catch(interruptFor('rebalance')),
      HEARTBEAT_EVERY_MILLISECONDS,
    );
    try {
      const messages = this.#messagesForThisConsumer(batch, progress);
      const parked = await this.#parkedKeys(subscription, messages);
      const groups = new KeyGroups(messages);
      const { lanes, semaphore, portion: chunkSize } = this.#plan(subscription, messages.length);
      const lane = async (): Promise<void> => {
        for (let claimed = groups.claim(chunkSize); claimed.length > 0; claimed = groups.claim(chunkSize)) {
          for (let start = 0; start < claimed.length; start += chunkSize) {
            if (trouble || !batch.isCurrent()) return;
            const slice = claimed.slice(start, start + chunkSize);
            await semaphore.run(async () => this.#runner?.run(subscription, slice, parked));
            for (const { offset } of slice) progress.done(offset);
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
    return trouble;
  }

  /** Leaves out, as done, what was replayed for another consumer. */
  #messagesForThisConsumer(batch: KafkaBatch, progress: OffsetProgress): FetchedMessage[] {
    return batch.messages.flatMap((message) => {
      if (!isForOtherConsumer(message, this.#options.name)) return [withOriginalPosition(message)];
      progress.done(message.offset);
      return [];
    });
  }

  async #parkedKeys(subscription: AnySubscription, messages: FetchedMessage[]): Promise<Set<string>> {
    const keys = new Set(messages.map(({ received }) => received.key).filter((key) => key !== null));
    if (!subscription.ordered || keys.size === 0 || !this.#deadLetters) return new Set();
    return this.#deadLetters.parkedKeys(subscription.topic, [...keys]);
  }

  /** An effect is run by itself; transactions are shared, but not by so many messages that lanes stand idle. */
  #plan(subscription: AnySubscription, messages: number): { lanes: number; semaphore: Semaphore; portion: number } {
    if (subscription.isIdempotent) return { lanes: this.#lanes.effects, semaphore: this.#idempotentSlots, portion: 1 };
    const lanes = this.#lanes.transactions;
    const portion = Math.min(MESSAGES_PER_TRANSACTION, Math.max(1, Math.ceil(messages / lanes)));
    return { lanes, semaphore: this.#transactionSlots, portion };
  }

  #backoffOf({ topic, partition }: KafkaBatch): Backoff {
    const name = `${topic}/${partition}`;
    const backoff = this.#backoffs.get(name) ?? new Backoff(100, 5000);
    this.#backoffs.set(name, backoff);
    return backoff;
  }
}
