import { deadLetterTopic } from '@baton/contracts';
import type pg from 'pg';
import type { KafkaConnection, KafkaProducer } from './kafka.ts';
import { isUnknownTopic, permanentErrorOf } from './kafka-errors.ts';
import type { FetchedMessage, RecordPosition } from './kafka-records.ts';
import { inTransaction, quotedSchema } from './sql.ts';
import type { SqlExecutor } from './sql.ts';

export interface DeadLetterCause {
  code: string;
  reason: string;
}

interface DeadLetterRow {
  id: string;
  dlq_offset: string | null;
}

/** PostgreSQL takes no zero characters in texts; a client that sends them must not stop its partition. */
function withoutZeroCharacters<T extends string | null>(text: T): T | string {
  return text?.replaceAll('\0', '\uFFFD') ?? text;
}

/** Serialises parking, skipping and replaying of one key. */
export async function lockKey(transaction: Pick<pg.ClientBase, 'query'>, parts: (string | null)[]): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [JSON.stringify(parts)]);
}

/**
 * Sets aside what a consumer cannot handle. The message itself goes to `<topic>.dlq`, untouched; a row beside it, in
 * the consumer's schema, says what became of it. The row comes first: so a message is parked behind it from the moment
 * it is decided, and after a crash in between the redelivered message finds it and is set aside once only.
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

  /** Of the keys given, those whose messages wait behind a dead letter. */
  async parkedKeys(topic: string, keys: string[]): Promise<Set<string>> {
    const { rows } = await this.#pool.query<{ key: string }>(
      `SELECT DISTINCT key FROM ${this.#table} WHERE consumer = $1 AND topic = $2 AND key = ANY ($3::text[])
         AND parks_key AND state IN ('waiting', 'replaying')`,
      [this.#consumer, topic, keys.map(withoutZeroCharacters)],
    );
    const parked = new Set(rows.map(({ key }) => key));
    return new Set(keys.filter((key) => parked.has(withoutZeroCharacters(key))));
  }

  /** Sets a message aside; with `parksKey`, the same key's later messages wait behind it. */
  async add(message: FetchedMessage, verdict: DeadLetterCause, parksKey: boolean): Promise<void> {
    await this.#publish(message, await this.#insert(this.#pool, message, verdict, parksKey), verdict);
  }

  /** Sets a message aside behind its key's dead letter; false when that was settled meanwhile. */
  async park(message: FetchedMessage): Promise<boolean> {
    const { topic, partition, offset, receivedAt } = message.received;
    const key = withoutZeroCharacters(message.received.key);
    const verdict = { code: 'parked', reason: 'waits behind an earlier dead letter of its key' };
    const row = await inTransaction(this.#pool, async (client) => {
      await lockKey(client, [this.#consumer, topic, key]);
      const { rows } = await client.query(
        `SELECT 1 FROM ${this.#table} WHERE consumer = $1 AND topic = $2 AND parks_key
           AND ((key = $3 AND state IN ('waiting', 'replaying'))
             OR (partition = $4 AND "offset" = $5 AND received_at = $6)) LIMIT 1`,
        [this.#consumer, topic, key, partition, offset, receivedAt],
      );
      return rows.length > 0 ? this.#insert(client, message, verdict, true) : undefined;
    });
    if (row === undefined) return false;
    await this.#publish(message, row, verdict);
    return true;
  }

  /** What to do with a replayed message: run it, leave it since it is settled, or wait behind an earlier one. */
  async checkReplay({ received }: FetchedMessage, id: string): Promise<'run' | 'resolved' | 'wait'> {
    const { rows } = await this.#pool.query<{ unresolved: boolean; behind: boolean }>(
      `SELECT letter.state IN ('waiting', 'replaying') AS unresolved, letter.parks_key AND EXISTS (
         SELECT 1 FROM ${this.#table} earlier WHERE earlier.consumer = letter.consumer AND earlier.topic = letter.topic
           AND earlier.key = letter.key AND earlier.parks_key AND earlier.state IN ('waiting', 'replaying')
           AND earlier.id < letter.id) AS behind
       FROM ${this.#table} letter
       WHERE id = $1 AND consumer = $2 AND topic = $3 AND partition = $4 AND "offset" = $5`,
      [id, this.#consumer, received.topic, received.partition, received.offset],
    );
    const [letter] = rows;
    // Of a letter that is unknown here, be it forged or older than the schema, the dedupe mark decides, as of any.
    if (letter === undefined) return 'run';
    if (!letter.unresolved) return 'resolved';
    if (!letter.behind) return 'run';
    await this.#pool.query(`UPDATE ${this.#table} SET state = 'waiting' WHERE id = $1`, [id]);
    return 'wait';
  }

  /** The replayed message had its effect; with a transactional effect, in its transaction. */
  async markReplayed(transaction: SqlExecutor | undefined, id: string): Promise<void> {
    const statement = `UPDATE ${this.#table} SET state = 'replayed', resolved_at = now() WHERE id = $1`;
    await (transaction ? transaction.query(statement, [id]) : this.#pool.query(statement, [id]));
  }

  /** The replayed message failed again: its letter, which is still in the topic, waits on. */
  async recordFailedReplay(
    id: string,
    message: FetchedMessage,
    verdict: DeadLetterCause,
    parksKey: boolean,
  ): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `UPDATE ${this.#table} SET state = 'waiting', code = $2, reason = $3, failed_at = now() WHERE id = $1`,
      [id, withoutZeroCharacters(verdict.code), withoutZeroCharacters(verdict.reason)],
    );
    if (rowCount === 0) await this.add(message, verdict, parksKey);
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }

  async #insert(
    client: Pick<pg.ClientBase, 'query'>,
    { received }: FetchedMessage,
    { code, reason }: DeadLetterCause,
    parksKey: boolean,
  ): Promise<DeadLetterRow> {
    // Only a key that orders events is kept: an open topic's keys can be anything, also a person's address.
    const key = parksKey ? withoutZeroCharacters(received.key) : null;
    const result = await client.query<DeadLetterRow>(
      `INSERT INTO ${this.#table} AS letter (consumer, topic, partition, "offset", received_at, key, parks_key, code, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
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
        withoutZeroCharacters(code),
        withoutZeroCharacters(reason),
      ],
    );
    const [row] = result.rows;
    if (row === undefined) throw new Error('PostgreSQL did not return the row of a dead letter.');
    return row;
  }

  async #publish(message: FetchedMessage, row: DeadLetterRow, verdict: DeadLetterCause): Promise<void> {
    if (row.dlq_offset !== null) return;
    const place = await this.#send(message, verdict);
    if (place === undefined) return;
    await this.#pool.query(`UPDATE ${this.#table} SET dlq_partition = $2, dlq_offset = $3 WHERE id = $1`, [
      row.id,
      place.partition,
      place.offset,
    ]);
  }

  async #send(message: FetchedMessage, { code, reason }: DeadLetterCause): Promise<RecordPosition | undefined> {
    const { topic, partition, offset, receivedAt } = message.received;
    const record = {
      topic: deadLetterTopic(topic),
      key: message.rawKey,
      value: message.rawValue,
      // Ages with the original: what an open topic forgets after a week, its dead letters forget too.
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
      // Too large with the added headers: the row points to the original, and a replay reads it there.
      if (permanentErrorOf(error) !== undefined) return undefined;
      if (!isUnknownTopic(error)) throw error;
      await this.#kafka.createTopicLike(record.topic, topic);
      return (await this.#producer.send([record]))[0];
    }
  }
}
