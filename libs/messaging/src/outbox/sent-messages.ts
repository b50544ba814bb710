import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@baton/contracts';
import type { Topic } from '@baton/contracts';
import type pg from 'pg';
import type { KafkaConnection } from '../kafka/kafka.ts';
import { endOffsets } from '../kafka/offset-ranges.ts';
import type { RecordPosition } from '../kafka/kafka-records.ts';
import { quotedSchema } from '../database/sql.ts';

type Transaction = Pick<pg.ClientBase, 'query'>;

/** Longer than any consumer may lag behind. Messages of compacted topics are kept forever, as in Kafka. */
const RETENTION_DAYS = 3;
const compactedTopics = Object.values<Topic>(topics)
  .filter(({ retention }) => retention === 'compacted')
  .map(({ name }) => name);
const ROWS_PER_PURGE = 10_000;

/**
 * The messages that Kafka has accepted from an outbox. If Kafka loses them before every consumer has read them, they go
 * back into the outbox under their old ids, so that they are sent in their old order, before anything newer. Consumers
 * recognise those that they have already processed. A loss is detected by a topic that ends before the position of a
 * record that was sent.
 */
export class SentMessages {
  readonly #kafka: KafkaConnection;
  readonly #schema: string;

  constructor(options: { schema: string; kafka: KafkaConnection }) {
    this.#kafka = options.kafka;
    this.#schema = quotedSchema(options.schema);
  }

  /** Moves rows from the outbox to the sent messages. */
  async moveFromOutbox(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.query(
      `WITH sent AS (DELETE FROM ${this.#schema}.outbox WHERE id = ANY ($1::bigint[]) RETURNING *)
       INSERT INTO ${this.#schema}.sent_message (id, topic, key, headers, value)
       SELECT id, topic, key, headers, value FROM sent`,
      [ids],
    );
  }

  /** Records positions; returns false if a record has the position of an earlier one, which is therefore lost. */
  async recordPositions(transaction: Transaction, positions: readonly RecordPosition[]): Promise<boolean> {
    const firsts = new Map(
      positions
        .filter(({ offset }) => offset !== '-1')
        .reverse()
        .map((position) => [JSON.stringify([position.topic, position.partition]), position]),
    );
    if (firsts.size === 0) return true;
    const { rowCount } = await transaction.query(
      `INSERT INTO ${this.#schema}.sent_position AS known (topic, partition, "offset")
       SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[])
       ON CONFLICT (topic, partition) DO UPDATE SET "offset" = excluded."offset" WHERE known."offset" < excluded."offset"`,
      [
        [...firsts.values()].map(({ topic }) => topic),
        [...firsts.values()].map(({ partition }) => partition),
        [...firsts.values()].map(({ offset }) => offset),
      ],
    );
    return rowCount === firsts.size;
  }

  /** Positions that must still exist in Kafka. */
  async positions(transaction: Transaction): Promise<RecordPosition[]> {
    const { rows } = await transaction.query<RecordPosition>(
      `SELECT topic, partition, "offset" FROM ${this.#schema}.sent_position`,
    );
    return rows;
  }

  /**
   * Whether one of these records is lost; undefined while a topic is missing, because it may still be created again.
   * Checks twice: just after its start, a broker may not know the end of its topics yet.
   *
   * @throws when Kafka does not respond.
   */
  async isAnyLost(positions: readonly RecordPosition[]): Promise<boolean | undefined> {
    if (positions.length === 0) return false;
    const first = await this.#compareWithEndOffsets(positions);
    if (first !== true) return first;
    await sleep(2000);
    return this.#compareWithEndOffsets(positions);
  }

  async #compareWithEndOffsets(positions: readonly RecordPosition[]): Promise<boolean | undefined> {
    const ends = await endOffsets(this.#kafka, [...new Set(positions.map(({ topic }) => topic))]);
    const isLost = positions.some(({ topic, partition, offset }) => {
      const end = ends.get(topic)?.get(partition);
      return end !== undefined && end <= BigInt(offset);
    });
    if (isLost) return true;
    return positions.every(({ topic }) => ends.has(topic)) ? false : undefined;
  }

  /** Moves everything back into the outbox, and returns the number of messages. */
  async requeueAll(transaction: Transaction): Promise<number> {
    await transaction.query(`DELETE FROM ${this.#schema}.sent_position`);
    const { rowCount } = await transaction.query(
      `WITH again AS (DELETE FROM ${this.#schema}.sent_message RETURNING *)
       INSERT INTO ${this.#schema}.outbox (id, topic, key, headers, value, created_at)
       SELECT id, topic, key, headers, value, sent_at FROM again ON CONFLICT (id) DO NOTHING`,
    );
    return rowCount ?? 0;
  }

  async purgeOld(pool: pg.Pool): Promise<void> {
    for (let purged = ROWS_PER_PURGE; purged === ROWS_PER_PURGE;) {
      const { rowCount } = await pool.query(
        `DELETE FROM ${this.#schema}.sent_message WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM ${this.#schema}.sent_message
           WHERE sent_at < now() - make_interval(days => $1) AND topic <> ALL ($2) LIMIT ${ROWS_PER_PURGE}))`,
        [RETENTION_DAYS, compactedTopics],
      );
      purged = rowCount ?? 0;
    }
  }
}
