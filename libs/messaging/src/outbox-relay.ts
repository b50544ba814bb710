import type pg from 'pg';
import { Backoff } from './backoff.ts';
import { loggableReason } from './errors.ts';
import type { KafkaConnection, KafkaProducer } from './kafka.ts';
import type { Logger } from './logger.ts';
import type { MessagingMetrics } from './metrics.ts';
import { sendRows } from './outbox-batch.ts';
import type { OutboxRow, SendResult } from './outbox-batch.ts';
import { SentMessages } from './sent-messages.ts';
import { inTransaction, quotedSchema, tolerateLostConnections } from './sql.ts';

export interface OutboxRelayOptions {
  pool: pg.Pool;
  schema: string;
  kafka: KafkaConnection;
  logger: Logger;
  /** 40 unless told. */
  pollEveryMilliseconds?: number;
  metrics?: MessagingMetrics;
}

const ROWS_PER_BATCH = 1000;
const LOSS_CHECK_EVERY_MILLISECONDS = 10_000;
const PURGE_EVERY_MILLISECONDS = 3_600_000;
/** How long a topic that cannot take records is left alone while others flow. */
const BLOCKED_MILLISECONDS = 1000;

/**
 * Hands the rows of an outbox to Kafka, in order for each key and topic. It takes whatever is unsent, never what lies
 * above a mark, since ids become visible out of order. A batch is read, sent and put away under an advisory lock that
 * lasts as long as its transaction: of several relays one sends at a time, and any other goes on where one died.
 * After a crash between sending and putting away, rows are sent again, and consumers recognise them by their event id.
 * What Kafka has lost is sent again as well, before anything newer.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #table: string;
  readonly #backoff = new Backoff(100, 2000);
  readonly #blockedUntil = new Map<string, number>();
  readonly #sent: SentMessages;
  /** When to see whether Kafka still has what was sent: at the start, now and then, and after any trouble. */
  #nextLossCheckAt = 0;
  #nextPurgeAt = 0;
  #producer: KafkaProducer | undefined;
  #stopping = false;
  #done: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #nudged = false;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#table = `${quotedSchema(options.schema)}.outbox`;
    this.#sent = new SentMessages(options);
    tolerateLostConnections(options.pool, options.logger);
  }

  /** Begins in the background: neither PostgreSQL nor Kafka need be there yet. */
  async start(): Promise<void> {
    if (this.#done) return;
    this.#stopping = false;
    this.#producer = this.#options.kafka.producer();
    this.#done = this.#run(this.#producer);
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.nudge();
    await this.#done;
    this.#done = undefined;
    await this.#producer?.close();
  }

  /** Wakes the relay at once, instead of at its next poll. */
  nudge(): void {
    this.#nudged = true;
    this.#wake?.();
  }

  /** How many rows wait to be sent (refused ones apart). */
  async pending(): Promise<number> {
    const { rows } = await this.#options.pool.query<{ count: string }>(
      `SELECT count(*) FROM ${this.#table} WHERE refused_at IS NULL`,
    );
    return Number(rows[0]?.count);
  }

  async #run(producer: KafkaProducer): Promise<void> {
    const { logger, schema, pollEveryMilliseconds = 40 } = this.#options;
    while (!this.#stopping) {
      try {
        const progress = await this.#relayBatch(producer);
        if (progress === 'unavailable') {
          this.#nextLossCheckAt = 0;
          await this.#pause(this.#backoff.next(), 'full');
          continue;
        }
        if (this.#backoff.isRunning) logger.info({ schema }, 'the outbox is sent again');
        this.#backoff.reset();
        await this.#purgeWhenDue();
        if (progress === 'idle') await this.#pause(pollEveryMilliseconds, 'until-nudged');
      } catch (error) {
        const details = { schema, reason: loggableReason(error) };
        logger[this.#failureLogLevel](details, 'the outbox cannot be read now; trying again');
        await this.#pause(this.#backoff.next(), 'full');
      }
    }
  }

  async #relayBatch(producer: KafkaProducer): Promise<'more' | 'idle' | 'unavailable'> {
    const { pool, schema } = this.#options;
    const blocked = this.#blockedTopics();
    const anyUnsent = `SELECT 1 FROM ${this.#table} WHERE refused_at IS NULL AND topic <> ALL ($1) ORDER BY id LIMIT 1`;
    const isLossCheckDue = Date.now() >= this.#nextLossCheckAt;
    // One cheap look first: most polls find nothing, and need neither a transaction nor the lock. It goes by the index,
    // since after a burst the table itself is long and empty until it is vacuumed.
    if (!isLossCheckDue && (await pool.query(anyUnsent, [blocked])).rows.length === 0) return 'idle';
    const outcome = await inTransaction(pool, async (client) => {
      // A batch whose deletion is lost in a crash of the server is sent twice, which consumers bear; so no flush.
      await client.query('SET LOCAL synchronous_commit = off');
      const lock = await client.query<{ held: boolean }>(
        'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held',
        [`baton.outbox.${schema}`],
      );
      if (lock.rows[0]?.held !== true) return undefined;
      const trouble = isLossCheckDue ? await this.#checkForLoss(client) : undefined;
      if (trouble) return trouble;
      const { rows } = await client.query<OutboxRow>(
        `SELECT id, topic, key, headers, value FROM ${this.#table}
         WHERE refused_at IS NULL AND topic <> ALL ($1) ORDER BY id LIMIT ${ROWS_PER_BATCH}`,
        [blocked],
      );
      const sent = await sendRows(producer, rows);
      await this.#recordResult(client, sent);
      return sent;
    });
    if (outcome === undefined) return 'idle';
    this.#report(outcome);
    if (outcome.blocked.length > 0 && outcome.sent.length === 0) return 'unavailable';
    return outcome.sent.length + outcome.refused.length > 0 ? 'more' : 'idle';
  }

  /** Lets what is lost be sent again; answers with the trouble where Kafka cannot be asked. */
  async #checkForLoss(client: pg.PoolClient): Promise<SendResult | undefined> {
    const places = await this.#sent.positions(client);
    let areLost: boolean | undefined;
    try {
      areLost = await this.#sent.isAnyLost(places);
    } catch (error) {
      const everyTopic = { topic: 'all', reason: loggableReason(error), error };
      return { sent: [], positions: [], refused: [], blocked: [everyTopic] };
    }
    if (areLost === true) await this.#requeueLost(client);
    this.#nextLossCheckAt = Date.now() + (areLost === undefined ? BLOCKED_MILLISECONDS : LOSS_CHECK_EVERY_MILLISECONDS);
    return undefined;
  }

  async #requeueLost(client: pg.PoolClient): Promise<void> {
    const { logger, schema } = this.#options;
    const messages = await this.#sent.requeueAll(client);
    logger.warn(
      { schema, messages },
      'Kafka has lost what it was sent; everything of the last three days is sent again',
    );
  }

  async #recordResult(client: pg.PoolClient, outcome: SendResult): Promise<void> {
    if (outcome.sent.length > 0) {
      const isInOrder = await this.#sent.recordPositions(client, outcome.positions);
      // Sent behind what is lost: it comes once more, in its place.
      if (isInOrder)
        await this.#sent.moveFromOutbox(
          client,
          outcome.sent.map(({ id }) => id),
        );
      else await this.#requeueLost(client);
    }
    for (const { row, reason } of outcome.refused) {
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
        'Kafka refuses a message for ever; it stays in the outbox, see `npm run dlq -- list`',
      );
    }
    for (const { topic, reason } of blocked) {
      // While everything else flows, only this topic waits; when all of Kafka is away, the relay's own wait decides.
      const until = Date.now() + BLOCKED_MILLISECONDS;
      if (sent.length > 0) this.#blockedUntil.set(topic, until);
      this.#nextLossCheckAt = Math.min(this.#nextLossCheckAt, until);
      const details = { schema, topic, reason };
      logger[this.#failureLogLevel](details, 'Kafka does not take messages now; they wait in the outbox');
    }
  }

  /** Told once; while it lasts, every further try is a detail. */
  get #failureLogLevel(): 'warn' | 'debug' {
    return this.#backoff.isRunning ? 'debug' : 'warn';
  }

  #blockedTopics(): string[] {
    for (const [topic, until] of this.#blockedUntil) {
      if (until <= Date.now()) this.#blockedUntil.delete(topic);
    }
    return [...this.#blockedUntil.keys()];
  }

  async #pause(milliseconds: number, wakes: 'until-nudged' | 'full'): Promise<void> {
    if (this.#stopping || (wakes === 'until-nudged' && this.#nudged)) {
      this.#nudged = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        if (wakes === 'full' && !this.#stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    this.#nudged = false;
  }
}
