import type pg from 'pg';
import { lockKey } from './dead-letter-queue.ts';
import { inTransaction, quotedSchema } from '../database/sql.ts';

/** A message that a consumer set aside, as operators see it. */
export interface DeadLetter {
  schema: string;
  id: string;
  consumer: string;
  topic: string;
  partition: number;
  offset: string;
  /** The record's timestamp, which its copy in the dead letter topic keeps. */
  receivedAt: Date;
  key: string | null;
  parksKey: boolean;
  code: string;
  reason: string;
  failedAt: Date;
  state: 'waiting' | 'replaying' | 'replayed' | 'skipped';
  dlqPartition: number | null;
  dlqOffset: string | null;
}

/** A message of an outbox that Kafka rejects permanently. */
export interface RefusedMessage {
  schema: string;
  id: string;
  topic: string;
  key: string;
  reason: string;
  refusedAt: Date;
  headers: Record<string, string>;
  value: string;
}

const COLUMNS = `id, consumer, topic, partition, "offset", received_at AS "receivedAt", key, parks_key AS "parksKey", code, reason,
  failed_at AS "failedAt", state, dlq_partition AS "dlqPartition", dlq_offset AS "dlqOffset"`;
const UNRESOLVED = `state IN ('waiting', 'replaying')`;

/** Reads and changes the state of dead letters, in all schemas of a database that have messaging tables. */
export class DeadLetterStore {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async schemas(): Promise<string[]> {
    const { rows } = await this.#pool.query<{ schema: string }>(
      `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'dead_letter' ORDER BY 1`,
    );
    return rows.map(({ schema }) => schema);
  }

  /** Oldest first; only unresolved letters, unless `resolved` asks for all. */
  async list(schema: string, options: { consumer?: string; resolved?: boolean } = {}): Promise<DeadLetter[]> {
    const { rows } = await this.#pool.query<DeadLetter>(
      `SELECT $1::text AS schema, ${COLUMNS} FROM ${quotedSchema(schema)}.dead_letter
       WHERE ($2::text IS NULL OR consumer = $2) AND ($3 OR ${UNRESOLVED}) ORDER BY id`,
      [schema, options.consumer ?? null, options.resolved ?? false],
    );
    return rows;
  }

  async find(schema: string, id: string): Promise<DeadLetter | undefined> {
    const { rows } = await this.#pool.query<DeadLetter>(
      `SELECT $1::text AS schema, ${COLUMNS} FROM ${quotedSchema(schema)}.dead_letter WHERE id = $2`,
      [schema, id],
    );
    return rows[0];
  }

  /** For a letter that parks its key, all unresolved letters of the key in order; otherwise the letter alone. */
  async waitingInOrder(letter: DeadLetter): Promise<DeadLetter[]> {
    const { schema, id, consumer, topic, key, parksKey } = letter;
    const { rows } = await this.#pool.query<DeadLetter>(
      `SELECT $1::text AS schema, ${COLUMNS} FROM ${quotedSchema(schema)}.dead_letter WHERE ${UNRESOLVED}
         AND (id = $2 OR ($3 AND parks_key AND consumer = $4 AND topic = $5 AND key = $6)) ORDER BY id`,
      [schema, id, parksKey, consumer, topic, key],
    );
    return rows;
  }

  async markReplaying(letters: DeadLetter[]): Promise<void> {
    for (const [schema, ofSchema] of Map.groupBy(letters, (letter) => letter.schema)) {
      await this.#pool.query(
        `UPDATE ${quotedSchema(schema)}.dead_letter SET state = 'replaying' WHERE id = ANY ($1::bigint[])`,
        [ofSchema.map(({ id }) => id)],
      );
    }
  }

  /** Gives up on a message for good; returns false if it was already resolved. */
  async skip({ schema, id, consumer, topic, key }: DeadLetter): Promise<boolean> {
    return inTransaction(this.#pool, async (client) => {
      await lockKey(client, [consumer, topic, key]);
      const { rowCount } = await client.query(
        `UPDATE ${quotedSchema(schema)}.dead_letter SET state = 'skipped', resolved_at = now()
         WHERE id = $1 AND ${UNRESOLVED}`,
        [id],
      );
      return rowCount === 1;
    });
  }

  async listRefused(schema: string): Promise<RefusedMessage[]> {
    const { rows } = await this.#pool.query<RefusedMessage>(
      `SELECT $1::text AS schema, id, topic, key, refused_reason AS reason, refused_at AS "refusedAt", headers, value
       FROM ${quotedSchema(schema)}.outbox WHERE refused_at IS NOT NULL ORDER BY id`,
      [schema],
    );
    return rows;
  }

  /** Lets the relay send the message again, for example after the topic's size limit was raised. */
  async resend({ schema, id }: RefusedMessage): Promise<void> {
    await this.#pool.query(
      `UPDATE ${quotedSchema(schema)}.outbox SET refused_at = NULL, refused_reason = NULL WHERE id = $1`,
      [id],
    );
  }

  async discard({ schema, id }: RefusedMessage): Promise<void> {
    await this.#pool.query(`DELETE FROM ${quotedSchema(schema)}.outbox WHERE id = $1 AND refused_at IS NOT NULL`, [id]);
  }
}
