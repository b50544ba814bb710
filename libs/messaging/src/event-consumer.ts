import type pg from 'pg';
import { Backoff } from './backoff.ts';
import { DeadLetters } from './dead-letters.ts';
import { isForAnother, withItsOldPlace } from './replay.ts';
import { publicReason } from './errors.ts';
import type { KafkaConnection, KafkaReader } from './kafka.ts';
import type { FetchedMessage, KafkaBatch } from './kafka-records.ts';
import { KeyGroups, OffsetProgress } from './key-groups.ts';
import type { Logger } from './logger.ts';
import { MessageRunner } from './message-runner.ts';
import type { MessagingMetrics } from './metrics.ts';
import { Semaphore } from './semaphore.ts';
import { surviveLostConnections } from './sql.ts';
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
interface Trouble {
  kind: 'membership' | 'away';
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
  readonly #effects: Semaphore;
  readonly #transactions: Semaphore;
  readonly #backoffs = new Map<string, Backoff>();
  #deadLetters: DeadLetters | undefined;
  #runner: MessageRunner | undefined;
  #reader: KafkaReader | undefined;

  constructor(options: EventConsumerOptions) {
    this.#options = options;
    const { concurrency = 32, pool } = options;
    const transactions = Math.min(concurrency, Math.max(1, Math.floor((pool.options.max ?? 10) / 2)));
    this.#lanes = { effects: concurrency, transactions };
    this.#effects = new Semaphore(concurrency);
    this.#transactions = new Semaphore(transactions);
    surviveLostConnections(pool, options.logger);
  }

  /** Begins in the background, and goes on trying while Kafka is away. */
  async start(): Promise<void> {
    if (this.#reader) return;
    const { kafka, groupId, subscriptions, pool, schema, name: consumer, logger, metrics } = this.#options;
    this.#deadLetters = new DeadLetters({ pool, schema, consumer, kafka });
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
    const trouble = await this.#work(batch, subscription, progress);
    const { reached } = progress;
    if (reached !== undefined) batch.resolve(reached);
    this.#options.metrics?.lag?.(place, batch.messagesBehind);
    if (trouble === undefined) {
      if (backoff.isRunning) this.#options.logger.info(place, 'the partition goes on');
      backoff.reset();
      this.#options.metrics?.paused?.(place, 0);
      return;
    }
    if (trouble.kind === 'membership') throw trouble.error;
    const level = backoff.isRunning ? 'debug' : 'warn';
    const wait = backoff.next();
    this.#options.metrics?.paused?.(place, 1);
    this.#options.logger[level](
      { ...place, waitMilliseconds: wait, reason: publicReason(trouble.error) },
      'something that a consumer needs is away; the partition pauses',
    );
    batch.pauseFor(wait);
  }

  /** Resolves when nothing of the batch is in hand any more, to what stopped it before its end. */
  async #work(
    batch: KafkaBatch,
    subscription: AnySubscription,
    progress: OffsetProgress,
  ): Promise<Trouble | undefined> {
    let trouble: Trouble | undefined;
    const stopFor = (kind: Trouble['kind']) => (error: unknown) => {
      trouble ??= { kind, error };
    };
    const heartbeat = setInterval(
      () => void batch.heartbeat().catch(stopFor('membership')),
      HEARTBEAT_EVERY_MILLISECONDS,
    );
    try {
      const mine = this.#addressedHere(batch, progress);
      const parked = await this.#parked(subscription, mine);
      const groups = new KeyGroups(mine);
      const { lanes, semaphore, portion } = this.#plan(subscription, mine.length);
      const lane = async (): Promise<void> => {
        for (let claimed = groups.claim(portion); claimed.length > 0; claimed = groups.claim(portion)) {
          for (let start = 0; start < claimed.length; start += portion) {
            if (trouble || !batch.isCurrent()) return;
            const slice = claimed.slice(start, start + portion);
            await semaphore.run(async () => this.#runner?.run(subscription, slice, parked));
            for (const { offset } of slice) progress.done(offset);
          }
        }
      };
      const working = Array.from({ length: Math.min(lanes, groups.size) }, () => lane().catch(stopFor('away')));
      await Promise.all(working);
    } catch (error) {
      stopFor('away')(error);
    } finally {
      clearInterval(heartbeat);
    }
    return trouble;
  }

  /** Leaves out, as done, what was replayed for another consumer. */
  #addressedHere(batch: KafkaBatch, progress: OffsetProgress): FetchedMessage[] {
    return batch.messages.flatMap((message) => {
      if (!isForAnother(message, this.#options.name)) return [withItsOldPlace(message)];
      progress.done(message.offset);
      return [];
    });
  }

  async #parked(subscription: AnySubscription, messages: FetchedMessage[]): Promise<Set<string>> {
    const keys = new Set(messages.map(({ received }) => received.key).filter((key) => key !== null));
    if (!subscription.ordered || keys.size === 0 || !this.#deadLetters) return new Set();
    return this.#deadLetters.parkedKeys(subscription.topic, [...keys]);
  }

  /** An effect is run by itself; transactions are shared, but not by so many messages that lanes stand idle. */
  #plan(subscription: AnySubscription, messages: number): { lanes: number; semaphore: Semaphore; portion: number } {
    if (subscription.effectOnly) return { lanes: this.#lanes.effects, semaphore: this.#effects, portion: 1 };
    const lanes = this.#lanes.transactions;
    const portion = Math.min(MESSAGES_PER_TRANSACTION, Math.max(1, Math.ceil(messages / lanes)));
    return { lanes, semaphore: this.#transactions, portion };
  }

  #backoffOf({ topic, partition }: KafkaBatch): Backoff {
    const name = `${topic}/${partition}`;
    const backoff = this.#backoffs.get(name) ?? new Backoff(100, 5000);
    this.#backoffs.set(name, backoff);
    return backoff;
  }
}
