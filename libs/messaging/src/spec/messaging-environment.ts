import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { appendToOutbox } from '../outbox/outbox.ts';
import { OutboxRelay } from '../outbox/outbox-relay.ts';
import { EventConsumer } from '../consumer/event-consumer.ts';
import type { EventConsumerOptions } from '../consumer/event-consumer.ts';
import { KafkaConnection } from '../kafka/kafka.ts';
import { fetchRanges } from '../kafka/offset-ranges.ts';
import type { FetchedMessage } from '../kafka/kafka-records.ts';
import type { MessagingMetrics } from '../metrics.ts';
import { decodeCloudEvent } from '../events/cloud-event.ts';
import type { ReceivedMessage } from '../kafka/received-message.ts';
import { inTransaction, sqlExecutorOf } from '../database/sql.ts';
import { messagingTables } from '../database/messaging-tables.ts';

/** The events that tests send: a lead and the number of its step. */
export interface Step {
  lead: string;
  step: number;
}

export const readStep = (message: ReceivedMessage): Step & { id: string } => {
  const { attributes, data } = decodeCloudEvent(message);
  return { ...(data as Step), id: attributes['id'] ?? '' };
};

function address(variable: 'TEST_POSTGRES_URL' | 'TEST_KAFKA_BROKERS'): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: these tests need the engines, start them with npm test.`);
  return value;
}

/** A separate schema and topics on the real engines, with everything that a test starts on them, closed together. */
export class MessagingEnvironment {
  readonly schema = `messaging_${randomBytes(4).toString('hex')}`;
  readonly topic = `${this.schema}.steps`;
  readonly brokers = address('TEST_KAFKA_BROKERS').split(',');
  /** Its connections carry the schema's name, so that a test can terminate them without touching those of other tests. */
  readonly pool = new pg.Pool({
    connectionString: address('TEST_POSTGRES_URL'),
    max: 10,
    application_name: this.schema,
  });
  readonly log: { level: string; details: object; message: string }[] = [];
  readonly metricCounts = { consumed: 0, duplicates: 0, deadLetters: 0, refused: 0 };
  readonly kafka = this.connection();
  readonly #running: { stop(): Promise<void> }[] = [];

  static async create(): Promise<MessagingEnvironment> {
    const environment = new MessagingEnvironment();
    await environment.pool.query(`CREATE SCHEMA ${environment.schema}`);
    for (const statement of messagingTables(environment.schema)) await environment.pool.query(statement);
    await environment.pool.query(
      `CREATE TABLE ${environment.schema}.effect (id bigserial, event_id text, lead text, step integer, by text)`,
    );
    await environment.createTopic(environment.topic);
    return environment;
  }

  get logger() {
    const at = (level: string) => (details: object, message: string) => void this.log.push({ level, details, message });
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  }

  get metrics(): MessagingMetrics {
    return {
      consumed: (_labels, count) => (this.metricCounts.consumed += count),
      duplicates: (_labels, count) => (this.metricCounts.duplicates += count),
      deadLetters: (_labels, count) => (this.metricCounts.deadLetters += count),
      refused: (_labels, count) => (this.metricCounts.refused += count),
    };
  }

  connection(): KafkaConnection {
    return new KafkaConnection({ brokers: this.brokers, clientId: this.schema, logger: this.logger });
  }

  async createTopic(topic: string, numPartitions = 3, settings: Record<string, string> = {}): Promise<void> {
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await this.kafka.withAdmin((admin) => admin.createTopics({ topics: [{ topic, numPartitions, configEntries }] }));
  }

  /** Inserts steps into the outbox in one transaction. */
  async append(steps: Step[], topic = this.topic): Promise<void> {
    const messages = steps.map(({ lead, step }) => ({
      topic,
      key: lead,
      event: {
        id: `${lead}-${step}`,
        source: '/baton/test',
        type: 'baton.step.v1',
        time: '2026-01-05T09:00:00Z',
        data: { lead, step },
      },
    }));
    await inTransaction(this.pool, (client) => appendToOutbox(sqlExecutorOf(client), this.schema, messages));
  }

  async relay(kafka = this.kafka, pollEveryMilliseconds = 40): Promise<OutboxRelay> {
    const { pool, schema, logger, metrics } = this;
    const relay = new OutboxRelay({ pool, schema, kafka, logger, metrics, pollEveryMilliseconds });
    this.#running.push(relay);
    await relay.start();
    return relay;
  }

  /** Starts a consumer of the topic that by default records each step as an effect. */
  async consumer(
    subscription: Partial<EventConsumerOptions['subscriptions'][number]> = {},
    options: Partial<EventConsumerOptions> = {},
  ): Promise<EventConsumer> {
    const { pool, schema, kafka, logger, metrics, topic } = this;
    const name = options.name ?? 'recorder';
    const recordEffect: EventConsumerOptions['subscriptions'][number] = {
      topic,
      ordered: false,
      read: readStep,
      idOf: (event) => (event as { id: string }).id,
      handle: async (event, context) => {
        const { id, lead, step } = event as Step & { id: string };
        if (!('transaction' in context)) throw new Error('This effect needs a transaction.');
        await context.transaction.query(
          `INSERT INTO ${schema}.effect (event_id, lead, step, by) VALUES ($1, $2, $3, $4)`,
          [id, lead, step, name],
        );
      },
    };
    const subscriptions = [{ ...recordEffect, ...subscription } as typeof recordEffect];
    const groupId = `${schema}.${name}`;
    const consumer = new EventConsumer({
      kafka,
      groupId,
      name,
      pool,
      schema,
      logger,
      metrics,
      subscriptions,
      ...options,
    });
    this.#running.push(consumer);
    await consumer.start();
    return consumer;
  }

  async effects(by = 'recorder'): Promise<{ lead: string; step: number }[]> {
    const { rows } = await this.pool.query<{ lead: string; step: number }>(
      `SELECT lead, step FROM ${this.schema}.effect WHERE by = $1 ORDER BY id`,
      [by],
    );
    return rows;
  }

  /** The steps of a lead, in the order of their effects. */
  async effectStepsOf(lead: string, by = 'recorder'): Promise<number[]> {
    return (await this.effects(by)).filter((effect) => effect.lead === lead).map(({ step }) => step);
  }

  async deadLetters(): Promise<{ id: string; consumer: string; code: string; state: string; key: string | null }[]> {
    const { rows } = await this.pool.query<{
      id: string;
      consumer: string;
      code: string;
      state: string;
      key: string | null;
    }>(`SELECT id, consumer, code, state, key FROM ${this.schema}.dead_letter ORDER BY id`);
    return rows;
  }

  /** All messages that are in a topic now, in the order of partitions and offsets. */
  async messagesIn(topic = this.topic): Promise<FetchedMessage[]> {
    return fetchRanges(this.kafka, topic);
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((running) => running.stop()));
    await this.kafka.close();
    await this.kafka.withAdmin(async (admin) => {
      const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(this.schema));
      await admin.deleteTopics({ topics });
    });
    await this.pool.query(`DROP SCHEMA ${this.schema} CASCADE`);
    await this.pool.end();
  }
}

/** Polls `read` until `isEnough` accepts its value, and returns it. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  isEnough: (value: T) => boolean,
  withinMilliseconds = 60_000,
): Promise<T> {
  const until = Date.now() + withinMilliseconds;
  for (;;) {
    const value = await read();
    if (isEnough(value)) return value;
    if (Date.now() > until) {
      throw new Error(`Not reached within ${withinMilliseconds} ms; last value: ${JSON.stringify(value)}`);
    }
    await sleep(25);
  }
}

export const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
