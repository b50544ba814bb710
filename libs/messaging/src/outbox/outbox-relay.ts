import type pg from 'pg';
import { Backoff } from '../backoff.ts';
import { loggableReason } from '../errors.ts';
import type { KafkaConnection, KafkaProducer } from '../kafka/kafka.ts';
import type { Logger } from '../logger.ts';
import type { MessagingMetrics } from '../metrics.ts';
import { sendRows } from './outbox-batch.ts';
import type { OutboxRow, SendResult } from './outbox-batch.ts';
import { SentMessages } from './sent-messages.ts';
import { inTransaction, quotedSchema, tolerateLostConnections } from '../database/sql.ts';

export interface OutboxRelayOptions {
  pool: pg.Pool;
  schema: string;
  kafka: KafkaConnection;
  logger: Logger;
  /** 40 by default. While nothing is found, the interval doubles up to LONGEST_POLL_MILLISECONDS. */
  pollEveryMilliseconds?: number;
  metrics?: MessagingMetrics;
}

const ROWS_PER_BATCH = 1000;
/**
 * Writers nudge their own relay, so an idle relay polls only for rows whose writer has no relay or died before its nudge.
 */
const LONGEST_POLL_MILLISECONDS = 4000;
/** The pause between two checks for loss doubles while nothing is sent. */
const SHORTEST_LOSS_CHECK_MILLISECONDS = 10_000;
const LONGEST_LOSS_CHECK_MILLISECONDS = 80_000;
const PURGE_EVERY_MILLISECONDS = 3_600_000;
/** How long the relay skips a topic that cannot accept records, while others are sent. */
const BLOCKED_MILLISECONDS = 1000;

/**
 * Sends the rows of an outbox to Kafka, in order for each key and topic. It reads unsent rows rather than rows above a
 * high-water mark, because ids become visible out of order. A batch is read, sent and removed under an advisory lock of
 * its transaction, so that only one of several relays sends at a time, and another takes over when it dies. After a
 * crash between sending and removing, rows are sent again, and consumers recognise them by their event id. Messages
 * that Kafka has lost are sent again before anything newer.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #table: string;
  readonly #backoff = new Backoff(100, 2000);
  readonly #shortestPollMilliseconds: number;
  #pollMilliseconds: number;
  readonly #blockedUntil = new Map<string, number>();
  readonly #sent: SentMessages;
  /** When to check whether Kafka still has what was sent: at the start, periodically, and after any failure. */
  #nextLossCheckAt = 0;
  #lossCheckMilliseconds = SHORTEST_LOSS_CHECK_MILLISECONDS;
  #connectionFailures = 0;
  #nextPurgeAt = 0;
  #producer: KafkaProducer | undefined;
  #stopping = false;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #nudged = false;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#shortestPollMilliseconds = options.pollEveryMilliseconds ?? 40;
    this.#pollMilliseconds = this.#shortestPollMilliseconds;
    this.#table = `${quotedSchema(options.schema)}.outbox`;
    this.#sent = new SentMessages(options);
    tolerateLostConnections(options.pool, options.logger);
  }

  /** Starts in the background: neither PostgreSQL nor Kafka has to be available yet. */
  async start(): Promise<void> {
    if (this.#running) return;
    this.#stopping = false;
    this.#producer = this.#options.kafka.producer();
    this.#running = this.#run(this.#producer);
  }

  /** Finishes the batch in progress. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.nudge();
    await this.#running;
    this.#running = undefined;
    await this.#producer?.close();
  }

  /** Makes the relay poll immediately. */
  nudge(): void {
    this.#nudged = true;
    this.#wake?.();
  }

  /** How many rows are waiting to be sent; refused ones are not counted. */
  async pending(): Promise<number> {
    const { rows } = await this.#options.pool.query<{ count: string }>(
      `SELECT count(*) FROM ${this.#table} WHERE refused_at IS NULL`,
    );
    return Number(rows[0]?.count);
  }

  /** How long the oldest row has been waiting to be sent; 0 when none is. */
  async oldestSeconds(): Promise<number> {
    const { rows } = await this.#options.pool.query<{ seconds: number }>(
      `SELECT extract(epoch FROM now() - created_at)::float8 AS seconds FROM ${this.#table}
       WHERE refused_at IS NULL ORDER BY id LIMIT 1`,
    );
    return rows[0]?.seconds ?? 0;
  }

  async #run(producer: KafkaProducer): Promise<void> {
    const { logger, schema } = this.#options;
    while (!this.#stopping) {
      try {
        const progress = await this.#relayBatch(producer);
        if (progress === 'unavailable') {
          this.#nextLossCheckAt = 0;
          await this.#pause(this.#backoff.next(), 'full');
          continue;
        }
        if (this.#backoff.isRunning) logger.info({ schema }, 'the outbox is being sent again');
        this.#backoff.reset();
        await this.#purgeWhenDue();
        if (progress === 'idle') await this.#pauseUntilNextPoll();
        else this.#pollMilliseconds = this.#shortestPollMilliseconds;
      } catch (error) {
        const details = { schema, reason: loggableReason(error) };
        logger[this.#failureLogLevel](details, 'the outbox cannot be read; retrying');
        await this.#pause(this.#backoff.next(), 'full');
      }
    }
  }

  async #relayBatch(producer: KafkaProducer): Promise<'more' | 'idle' | 'unavailable'> {
    const { pool, schema } = this.#options;
    const blocked = this.#blockedTopics();
    const anyUnsent = `SELECT 1 FROM ${this.#table} WHERE refused_at IS NULL AND topic <> ALL ($1) ORDER BY id LIMIT 1`;
    const isLossCheckDue = this.#isLossCheckDue();
    // Most polls find nothing, and need neither a transaction nor the lock. The query uses the index, because after a burst
    // the table is long and empty until it is vacuumed.
    if (!isLossCheckDue && (await pool.query(anyUnsent, [blocked])).rows.length === 0) return 'idle';
    const result = await inTransaction(pool, async (client) => {
      // No flush: if PostgreSQL crashes and loses the deletion, the batch is sent twice, which consumers tolerate.
      await client.query('SET LOCAL synchronous_commit = off');
      const lock = await client.query<{ held: boolean }>(
        'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held',
        [`baton.outbox.${schema}`],
      );
      if (lock.rows[0]?.held !== true) return undefined;
      const failure = isLossCheckDue ? await this.#checkForLoss(client) : undefined;
      if (failure) return failure;
      const { rows } = await client.query<OutboxRow>(
        `SELECT id, topic, key, headers, value FROM ${this.#table}
         WHERE refused_at IS NULL AND topic <> ALL ($1) ORDER BY id LIMIT ${ROWS_PER_BATCH}`,
        [blocked],
      );
      const sent = await sendRows(producer, rows);
      await this.#recordResult(client, sent);
      return sent;
    });
    if (result === undefined) return 'idle';
    this.#report(result);
    if (result.blocked.length > 0 && result.sent.length === 0) return 'unavailable';
    return result.sent.length + result.refused.length > 0 ? 'more' : 'idle';
  }

  /** Queues lost messages again; returns a result in which everything is blocked if Kafka does not respond. */
  async #checkForLoss(client: pg.PoolClient): Promise<SendResult | undefined> {
    const positions = await this.#sent.positions(client);
    let isAnyLost: boolean | undefined;
    try {
      isAnyLost = await this.#sent.isAnyLost(positions);
    } catch (error) {
      const everyTopic = { topic: 'all', reason: loggableReason(error), error };
      return { sent: [], positions: [], refused: [], blocked: [everyTopic] };
    }
    if (isAnyLost === true) await this.#requeueLost(client);
    this.#nextLossCheckAt = Date.now() + (isAnyLost === undefined ? BLOCKED_MILLISECONDS : this.#lossCheckMilliseconds);
    if (isAnyLost === false)
      this.#lossCheckMilliseconds = Math.min(this.#lossCheckMilliseconds * 2, LONGEST_LOSS_CHECK_MILLISECONDS);
    return undefined;
  }

  /** A broker that was unreachable may have come back without its messages. */
  #isLossCheckDue(): boolean {
    const { connectionFailures } = this.#options.kafka;
    if (connectionFailures !== this.#connectionFailures) this.#nextLossCheckAt = 0;
    this.#connectionFailures = connectionFailures;
    return Date.now() >= this.#nextLossCheckAt;
  }

  async #requeueLost(client: pg.PoolClient): Promise<void> {
    const { logger, schema } = this.#options;
    const messages = await this.#sent.requeueAll(client);
    logger.warn({ schema, messages }, 'Kafka has lost messages; everything sent in the last three days is sent again');
  }

  async #recordResult(client: pg.PoolClient, { sent, positions, refused }: SendResult): Promise<void> {
    if (sent.length > 0) {
      this.#lossCheckMilliseconds = SHORTEST_LOSS_CHECK_MILLISECONDS;
      this.#nextLossCheckAt = Math.min(this.#nextLossCheckAt, Date.now() + SHORTEST_LOSS_CHECK_MILLISECONDS);
      const sentIds = sent.map(({ id }) => id);
      // If the topic has lost messages, these newer ones were sent ahead of them: all are sent again, in order.
      if (await this.#sent.recordPositions(client, positions)) await this.#sent.moveFromOutbox(client, sentIds);
      else await this.#requeueLost(client);
    }
    for (const { row, reason } of refused) {
      await client.query(`UPDATE ${this.#table} SET refused_at = now(), refused_reason = $2 WHERE id = $1`, [
        row.id,
        reason,
      ]);
    }
  }

  async #purgeWhenDue(): Promise<void> {
    if (Date.now() < this.#nextPurgeAt) return;
    await this.#sent.purgeOld(this.#options.pool);
    this.#nextPurgeAt = Date.now() + PURGE_EVERY_MILLISECONDS;
  }

  #report({ sent, refused, blocked }: SendResult): void {
    const { logger, metrics, schema } = this.#options;
    for (const [topic, rows] of Map.groupBy(sent, (row) => row.topic)) {
      metrics?.relayed?.({ schema, topic }, rows.length);
    }
    for (const { row, reason } of refused) {
      metrics?.refused?.({ schema, topic: row.topic }, 1);
      logger.error(
        { schema, outboxId: row.id, topic: row.topic, eventId: row.headers['ce_id'], reason },
        'Kafka rejects a message permanently; it stays in the outbox, see `npm run dlq -- list`',
      );
    }
    for (const { topic, reason } of blocked) {
      // While other topics accept messages, only this one waits; if none does, the relay's own backoff applies.
      const until = Date.now() + BLOCKED_MILLISECONDS;
      if (sent.length > 0) this.#blockedUntil.set(topic, until);
      this.#nextLossCheckAt = Math.min(this.#nextLossCheckAt, until);
      const details = { schema, topic, reason };
      logger[this.#failureLogLevel](details, 'Kafka does not accept messages; they wait in the outbox');
    }
  }

  /** A failure is logged as a warning once; until the next success, further attempts are logged as details. */
  get #failureLogLevel(): 'warn' | 'debug' {
    return this.#backoff.isRunning ? 'debug' : 'warn';
  }

  #blockedTopics(): string[] {
    for (const [topic, until] of this.#blockedUntil) {
      if (until <= Date.now()) this.#blockedUntil.delete(topic);
    }
    return [...this.#blockedUntil.keys()];
  }

  /** A nudge also brings the short interval back: the rows may be locked by another relay, or not yet committed. */
  async #pauseUntilNextPoll(): Promise<void> {
    const isNudged = await this.#pause(this.#pollMilliseconds, 'until-nudged');
    this.#pollMilliseconds = isNudged
      ? this.#shortestPollMilliseconds
      : Math.min(this.#pollMilliseconds * 2, Math.max(LONGEST_POLL_MILLISECONDS, this.#shortestPollMilliseconds));
  }

  /** Returns whether a nudge ended the pause. */
  async #pause(milliseconds: number, length: 'until-nudged' | 'full'): Promise<boolean> {
    if (this.#stopping || (length === 'until-nudged' && this.#nudged)) {
      this.#nudged = false;
      return true;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        if (length === 'full' && !this.#stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    const isNudged = this.#nudged;
    this.#nudged = false;
    return isNudged;
  }
}
