import { deadLetterTopic } from '@baton/contracts';
import type pg from 'pg';
import type { KafkaConnection, KafkaProducer } from '../kafka/kafka.ts';
import { isUnknownTopic, permanentErrorOf } from '../kafka/kafka-errors.ts';
import type { FetchedMessage, RecordPosition } from '../kafka/kafka-records.ts';
import { inTransaction, quotedSchema } from '../database/sql.ts';
import type { SqlExecutor } from '../database/sql.ts';
import { messageDigest } from './message-digest.ts';

export interface DeadLetterCause {
  code: string;
  reason: string;
}

interface DeadLetterRow {
  id: string;
  dlq_offset: string | null;
}

/** PostgreSQL rejects null characters in text, and a client that sends one must not stop its partition. */
function withoutNullCharacters<T extends string | null>(text: T): T | string {
  return text?.replaceAll('\0', '\uFFFD') ?? text;
}

/** Serialises parking, skipping and replaying the messages of one key. */
export async function lockKey(transaction: Pick<pg.ClientBase, 'query'>, parts: (string | null)[]): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(parts)]);
}

/**
 * Sets aside messages that a consumer cannot process. The message goes unchanged to `<topic>.dlq`, and a row in the
 * consumer's schema holds its state. The row is written first, so that later messages of the key are parked behind it
 * immediately. If the process crashes before the message is published, the redelivered message finds the row.
 */
export class DeadLetterQueue {
  readonly #pool: pg.Pool;
  readonly #table: string;
  readonly #consumer: string;
  readonly #kafka: KafkaConnection;
  readonly #producer: KafkaProducer;

  constructor(options: { pool: pg.Pool; schema: string; consumer: string; kafka: KafkaConnection }) {
    this.#pool = options.pool;
    this.#table = `${quotedSchema(options.schema)}.dead_letter`;
    this.#consumer = options.consumer;
    this.#kafka = options.kafka;
    this.#producer = options.kafka.producer();
  }

  /** Those of the given keys whose messages wait behind a dead letter. */
  async parkedKeys(topic: string, keys: string[]): Promise<Set<string>> {
    const { rows } = await this.#pool.query<{ key: string }>(
      `SELECT DISTINCT key FROM ${this.#table} WHERE consumer = $1 AND topic = $2 AND key = ANY ($3::text[])
         AND parks_key AND state IN ('waiting', 'replaying')`,
      [this.#consumer, topic, keys.map(withoutNullCharacters)],
    );
    const parked = new Set(rows.map(({ key }) => key));
    return new Set(keys.filter((key) => parked.has(withoutNullCharacters(key))));
  }

  /** Sets a message aside; with `parksKey`, later messages of its key wait behind it. */
  async add(message: FetchedMessage, cause: DeadLetterCause, parksKey: boolean): Promise<void> {
    await this.#publish(message, await this.#insert(this.#pool, message, cause, parksKey), cause);
  }

  /** Sets a message aside behind the dead letter of its key; returns false if that has been resolved in the meantime. */
  async park(message: FetchedMessage): Promise<boolean> {
    const { topic, partition, offset, receivedAt } = message.received;
    const key = withoutNullCharacters(message.received.key);
    const cause = { code: 'parked', reason: 'waits behind an earlier dead letter of its key' };
    const row = await inTransaction(this.#pool, async (client) => {
      await lockKey(client, [this.#consumer, topic, key]);
      const { rows } = await client.query(
        `SELECT 1 FROM ${this.#table} WHERE consumer = $1 AND topic = $2 AND parks_key
           AND ((key = $3 AND state IN ('waiting', 'replaying'))
             OR (partition = $4 AND "offset" = $5 AND received_at = $6)) LIMIT 1`,
        [this.#consumer, topic, key, partition, offset, receivedAt],
      );
      return rows.length > 0 ? this.#insert(client, message, cause, true) : undefined;
    });
    if (row === undefined) return false;
    await this.#publish(message, row, cause);
    return true;
  }

  /**
   * What to do with a replayed message: process it, skip it because it is resolved, or wait for an earlier one. To be
   * processed, it gets back the time of the original message, which the broker of some topics replaces. Undefined if the
   * message is not this letter: anyone can write the headers of a replay.
   */
  async checkReplay(message: FetchedMessage, id: string): Promise<FetchedMessage | 'resolved' | 'wait' | undefined> {
    const { received } = message;
    const { rows } = await this.#pool.query<{ isUnresolved: boolean; isBehind: boolean; receivedAt: Date }>(
      `SELECT received_at AS "receivedAt", letter.state IN ('waiting', 'replaying') AS "isUnresolved", letter.parks_key AND EXISTS (
         SELECT 1 FROM ${this.#table} earlier WHERE earlier.consumer = letter.consumer AND earlier.topic = letter.topic
           AND earlier.key = letter.key AND earlier.parks_key AND earlier.state IN ('waiting', 'replaying')
           AND earlier.id < letter.id) AS "isBehind"
       FROM ${this.#table} letter
       WHERE id = $1 AND consumer = $2 AND topic = $3 AND partition = $4 AND "offset" = $5 AND digest = $6`,
      [id, this.#consumer, received.topic, received.partition, received.offset, messageDigest(message)],
    );
    const [letter] = rows;
    if (letter === undefined) return undefined;
    if (!letter.isUnresolved) return 'resolved';
    if (!letter.isBehind) return { ...message, received: { ...received, receivedAt: letter.receivedAt } };
    await this.#pool.query(`UPDATE ${this.#table} SET state = 'waiting' WHERE id = $1`, [id]);
    return 'wait';
  }

  /** Records that a replayed message had its effect; a transactional effect passes its transaction. */
  async markReplayed(transaction: SqlExecutor | undefined, id: string): Promise<void> {
    const statement = `UPDATE ${this.#table} SET state = 'replayed', resolved_at = now() WHERE id = $1`;
    await (transaction ? transaction.query(statement, [id]) : this.#pool.query(statement, [id]));
  }

  /** Records that a replayed message failed again: its letter is still in the topic and waits again. */
  async recordFailedReplay(
    id: string,
    message: FetchedMessage,
    cause: DeadLetterCause,
    parksKey: boolean,
  ): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `UPDATE ${this.#table} SET state = 'waiting', code = $2, reason = $3, failed_at = now() WHERE id = $1`,
      [id, withoutNullCharacters(cause.code), withoutNullCharacters(cause.reason)],
    );
    if (rowCount === 0) await this.add(message, cause, parksKey);
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }

  async #insert(
    client: Pick<pg.ClientBase, 'query'>,
    message: FetchedMessage,
    { code, reason }: DeadLetterCause,
    parksKey: boolean,
  ): Promise<DeadLetterRow> {
    const { received } = message;
    // The key is stored only where it orders events: in an open topic it can be anything, even a person's address.
    const key = parksKey ? withoutNullCharacters(received.key) : null;
    const result = await client.query<DeadLetterRow>(
      `INSERT INTO ${this.#table} AS letter (consumer, topic, partition, "offset", received_at, key, parks_key, code, reason, digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (consumer, topic, partition, "offset", received_at) DO UPDATE SET consumer = letter.consumer
       RETURNING id, dlq_offset`,
      [
        this.#consumer,
        received.topic,
        received.partition,
        received.offset,
        received.receivedAt,
        key,
        parksKey,
        withoutNullCharacters(code),
        withoutNullCharacters(reason),
        messageDigest(message),
      ],
    );
    const [row] = result.rows;
    if (row === undefined) throw new Error('PostgreSQL did not return the row of a dead letter.');
    return row;
  }

  async #publish(message: FetchedMessage, row: DeadLetterRow, cause: DeadLetterCause): Promise<void> {
    if (row.dlq_offset !== null) return;
    const position = await this.#send(message, cause);
    if (position === undefined) return;
    await this.#pool.query(`UPDATE ${this.#table} SET dlq_partition = $2, dlq_offset = $3 WHERE id = $1`, [
      row.id,
      position.partition,
      position.offset,
    ]);
  }

  async #send(message: FetchedMessage, { code, reason }: DeadLetterCause): Promise<RecordPosition | undefined> {
    const { topic, partition, offset, receivedAt } = message.received;
    const record = {
      topic: deadLetterTopic(topic),
      key: message.rawKey,
      value: message.rawValue,
      // The original timestamp, so that a dead letter expires when the original does.
      timestamp: String(receivedAt.getTime()),
      ...(message.rawKey === null ? { partition: 0 } : {}),
      headers: {
        ...message.rawHeaders,
        'baton-dlq-consumer': this.#consumer,
        'baton-dlq-topic': topic,
        'baton-dlq-partition': String(partition),
        'baton-dlq-offset': offset,
        'baton-dlq-code': code,
        'baton-dlq-reason': reason,
        'baton-dlq-at': new Date().toISOString(),
      },
    };
    try {
      return (await this.#producer.send([record]))[0];
    } catch (error) {
      // Too large with the additional headers: the row points to the original, from which a replay reads it.
      if (permanentErrorOf(error) !== undefined) return undefined;
      if (!isUnknownTopic(error)) throw error;
      await this.#kafka.createTopicLike(record.topic, topic);
      return (await this.#producer.send([record]))[0];
    }
  }
}
