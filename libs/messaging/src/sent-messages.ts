import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@baton/contracts';
import type { Topic } from '@baton/contracts';
import type pg from 'pg';
import type { KafkaConnection } from './kafka.ts';
import { endOffsets } from './offset-ranges.ts';
import type { RecordPosition } from './kafka-records.ts';
import { quotedSchema } from './sql.ts';

type Transaction = Pick<pg.ClientBase, 'query'>;

/** Longer than a consumer may be behind. What a compacted topic holds is kept for ever, as it is there. */
const RETENTION_DAYS = 3;
const compactedTopics = Object.values<Topic>(topics)
  .filter(({ retention }) => retention === 'compacted')
  .map(({ name }) => name);
const ROWS_PER_PURGE = 10_000;

/**
 * What Kafka has taken from an outbox. Should Kafka lose it before everybody has read it, it goes back into the outbox
 * under its old ids, and so is sent again in its old order, before whatever is newer; consumers know what they had.
 * A loss shows in topics that end before a record that once stood there.
 */
export class SentMessages {
  readonly #kafka: KafkaConnection;
  readonly #schema: string;

  constructor(options: { schema: string; kafka: KafkaConnection }) {
    this.#kafka = options.kafka;
    this.#schema = quotedSchema(options.schema);
  }

  /** Moves rows out of the outbox. */
  async moveFromOutbox(transaction: Transaction, ids: readonly string[]): Promise<void> {
    await transaction.query(
      `WITH sent AS (DELETE FROM ${this.#schema}.outbox WHERE id = ANY ($1::bigint[]) RETURNING *)
       INSERT INTO ${this.#schema}.sent_message (id, topic, key, headers, value)
       SELECT id, topic, key, headers, value FROM sent`,
      [ids],
    );
  }

  /** Notes where records stand; false where one took the place of what was there before, which is lost then. */
  async recordPositions(transaction: Transaction, places: readonly RecordPosition[]): Promise<boolean> {
    const firsts = new Map(
      places
        .filter(({ offset }) => offset !== '-1')
        .reverse()
        .map((place) => [JSON.stringify([place.topic, place.partition]), place]),
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

  /** Where records that were sent must still stand. */
  async positions(transaction: Transaction): Promise<RecordPosition[]> {
    const { rows } = await transaction.query<RecordPosition>(
      `SELECT topic, partition, "offset" FROM ${this.#schema}.sent_position`,
    );
    return rows;
  }

  /**
   * Whether one of these records is lost; undefined while a topic is missing, since it may be made anew. Looks twice:
   * just after its start a broker may not know yet how far its topics go.
   *
   * @throws where Kafka does not answer.
   */
  async isAnyLost(places: readonly RecordPosition[]): Promise<boolean | undefined> {
    if (places.length === 0) return false;
    const first = await this.#compareWithEndOffsets(places);
    if (first !== true) return first;
    await sleep(2000);
    return this.#compareWithEndOffsets(places);
  }

  async #compareWithEndOffsets(places: readonly RecordPosition[]): Promise<boolean | undefined> {
    const ends = await endOffsets(this.#kafka, [...new Set(places.map(({ topic }) => topic))]);
    const isLost = places.some(({ topic, partition, offset }) => {
      const end = ends.get(topic)?.get(partition);
      return end !== undefined && end <= BigInt(offset);
    });
    if (isLost) return true;
    return places.every(({ topic }) => ends.has(topic)) ? false : undefined;
  }

  /** Puts everything back into the outbox, and answers how many messages that are. */
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
    for (let forgotten = ROWS_PER_PURGE; forgotten === ROWS_PER_PURGE;) {
      const { rowCount } = await pool.query(
        `DELETE FROM ${this.#schema}.sent_message WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM ${this.#schema}.sent_message
           WHERE sent_at < now() - make_interval(days => $1) AND topic <> ALL ($2) LIMIT ${ROWS_PER_PURGE}))`,
        [RETENTION_DAYS, compactedTopics],
      );
      forgotten = rowCount ?? 0;
    }
  }
}
