import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { DeadLetterQueue, DeadLetterCause } from '../dead-letters/dead-letter-queue.ts';
import { isTransientError, PoisonMessage, loggableReason } from '../errors.ts';
import type { FetchedMessage } from '../kafka/kafka-records.ts';
import type { Logger } from '../logger.ts';
import type { MessagingMetrics } from '../metrics.ts';
import type { ReceivedMessage } from '../kafka/received-message.ts';
import { replayedLetterId } from '../events/replay-headers.ts';
import { inPipelinedTransaction } from '../database/pipelined-transaction.ts';
import { quotedSchema } from '../database/sql.ts';
import type { SqlExecutor } from '../database/sql.ts';
import type { AnySubscription, Subscription } from '../events/subscription.ts';
import { continueTraceOf } from '../events/trace-context.ts';

/** Delays between the three attempts after an unknown error. All within a second, because other keys wait meanwhile. */
const retryDelaysMilliseconds = [100, 300];

export interface RunnerOptions {
  consumer: string;
  schema: string;
  pool: pg.Pool;
  deadLetters: DeadLetterQueue;
  logger: Logger;
  metrics?: MessagingMetrics;
}

/** Processes messages or moves them to the dead letters; throws only when a dependency is unavailable. */
export class MessageRunner {
  readonly #options: RunnerOptions;
  readonly #consumedEvents: string;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#consumedEvents = `${quotedSchema(options.schema)}.consumed_event`;
  }

  /** Processes messages in order. `parked` holds the parked keys, and is updated. */
  async run(subscription: AnySubscription, messages: FetchedMessage[], parked: Set<string>): Promise<void> {
    const canShareTransaction = messages.every(
      ({ received }) => !parked.has(received.key ?? '') && replayedLetterId(received) === undefined,
    );
    if (!subscription.isIdempotent && messages.length > 1 && canShareTransaction) {
      try {
        return await this.#runTogether(subscription, messages);
      } catch (error) {
        if (isTransientError(error)) throw error;
        // One of them failed: processing each alone shows which.
      }
    }
    for (const message of messages) await this.#runSingle(subscription, message, parked);
  }

  /** One transaction for all messages, because the commit is the slow part. */
  async #runTogether(subscription: Subscription<unknown>, messages: FetchedMessage[]): Promise<void> {
    const read = messages.map(({ received }) => {
      const event = subscription.read(received);
      return { received, event, id: subscription.idOf(event, received) };
    });
    const handled = await inPipelinedTransaction(this.#options.pool, async (transaction) => {
      const fresh = await this.#markConsumed(transaction, [...new Set(read.map(({ id }) => id))]);
      let count = 0;
      for (const { received, event, id } of read) {
        if (!fresh.delete(id)) continue;
        const handle = () => subscription.handle(event, { transaction, message: received });
        await continueTraceOf(received, this.#options.consumer, handle);
        count += 1;
      }
      return count;
    });
    this.#count(subscription.topic, handled, messages.length - handled);
  }

  async #runSingle(subscription: AnySubscription, fetched: FetchedMessage, parked: Set<string>): Promise<void> {
    const { deadLetters } = this.#options;
    const namedLetterId = replayedLetterId(fetched.received);
    const replayed = namedLetterId === undefined ? undefined : await deadLetters.checkReplay(fetched, namedLetterId);
    if (replayed === 'resolved' || replayed === 'wait') return;
    const message = replayed ?? fetched;
    const letterId = replayed && namedLetterId;
    const { received } = message;
    if (letterId === undefined && received.key !== null && parked.has(received.key)) {
      if (await deadLetters.park(message)) return this.#report(message, { code: 'parked', reason: 'key parked' });
      parked.delete(received.key);
    }
    const cause = await this.#process(subscription, received, letterId);
    if (cause === undefined) return;
    const parksKey = subscription.ordered && received.key !== null;
    if (letterId === undefined) await deadLetters.add(message, cause, parksKey);
    else await deadLetters.recordFailedReplay(letterId, message, cause, parksKey);
    if (parksKey && received.key !== null) parked.add(received.key);
    this.#report(message, cause);
  }

  /** Returns why the message could not be processed; undefined on success. */
  async #process(
    subscription: AnySubscription,
    received: ReceivedMessage,
    letterId: string | undefined,
  ): Promise<DeadLetterCause | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await continueTraceOf(received, this.#options.consumer, () => this.#handle(subscription, received, letterId));
        return undefined;
      } catch (error) {
        if (error instanceof PoisonMessage) return { code: error.code, reason: error.message.slice(0, 500) };
        if (isTransientError(error)) throw error;
        const delay = retryDelaysMilliseconds[attempt];
        if (delay === undefined) return { code: 'unknown-error', reason: loggableReason(error) };
        await sleep(delay);
      }
    }
  }

  async #handle(subscription: AnySubscription, received: ReceivedMessage, letterId: string | undefined): Promise<void> {
    const { deadLetters, pool } = this.#options;
    const event = subscription.read(received);
    if (subscription.isIdempotent) {
      await subscription.handle(event, { message: received });
      if (letterId !== undefined) await deadLetters.markReplayed(undefined, letterId);
      return this.#count(subscription.topic, 1, 0);
    }
    const id = subscription.idOf(event, received);
    const isNew = await inPipelinedTransaction(pool, async (transaction) => {
      const fresh = await this.#markConsumed(transaction, [id]);
      if (fresh.has(id)) await subscription.handle(event, { transaction, message: received });
      if (letterId !== undefined) await deadLetters.markReplayed(transaction, letterId);
      return fresh.has(id);
    });
    this.#count(subscription.topic, isNew ? 1 : 0, isNew ? 0 : 1);
  }

  /** Marks events as consumed and returns those that were not yet. Another transaction with the same event waits here. */
  async #markConsumed(transaction: SqlExecutor, ids: string[]): Promise<Set<string>> {
    const rows = await transaction.query<{ event_id: string }[]>(
      `INSERT INTO ${this.#consumedEvents} (consumer, event_id) SELECT $1, id FROM unnest($2::text[]) AS id ORDER BY id
       ON CONFLICT DO NOTHING RETURNING event_id`,
      [this.#options.consumer, ids],
    );
    return new Set(rows.map(({ event_id }) => event_id));
  }

  #count(topic: string, consumed: number, duplicates: number): void {
    const { consumer, metrics } = this.#options;
    if (consumed > 0) metrics?.consumed?.({ consumer, topic }, consumed);
    if (duplicates > 0) metrics?.duplicates?.({ consumer, topic }, duplicates);
  }

  #report({ received }: FetchedMessage, { code, reason }: DeadLetterCause): void {
    const { consumer, logger, metrics } = this.#options;
    const { topic, partition, offset } = received;
    metrics?.deadLetters?.({ consumer, topic, code }, 1);
    const details = { consumer, topic, partition, offset, eventId: received.headers['ce_id'], code, reason };
    if (code === 'parked') logger.warn(details, 'a message was parked behind a dead letter of its key');
    else logger.error(details, 'a message was moved to the dead letters; see `npm run dlq -- list`');
  }
}
