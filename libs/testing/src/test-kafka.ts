import { randomUUID } from 'node:crypto';
import { deadLetterTopic, topics } from '@baton/contracts';
import kafkajs from 'kafkajs';
import type { Admin, Consumer, Producer } from 'kafkajs';
import { requiredEnvironment } from './required-environment.ts';
import { waitUntil } from './wait-until.ts';

const { Kafka, Partitioners, logLevel } = kafkajs;

/** A CloudEvent of Baton's own topics, in binary mode. */
export interface TestEvent {
  topic: string;
  key: string;
  id: string;
  type: string;
  source?: string;
  time?: string;
  data: unknown;
}

export interface ConsumedMessage {
  topic: string;
  key: string | null;
  headers: Record<string, string>;
  /** Parsed JSON, or the text itself if it is not JSON. */
  data: unknown;
}

/** A client of the Kafka of TEST_KAFKA_BROKERS that publishes to Baton's topics and records their messages. */
export class TestKafka {
  readonly brokers: string[];
  readonly #kafka: InstanceType<typeof Kafka>;
  readonly #producer: Producer;
  readonly #consumers: Consumer[] = [];
  readonly #consumed: ConsumedMessage[] = [];

  constructor(brokers = requiredEnvironment('TEST_KAFKA_BROKERS').split(',')) {
    this.brokers = brokers;
    this.#kafka = new Kafka({ brokers, clientId: 'test', logLevel: logLevel.NOTHING });
    this.#producer = this.#kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  }

  /** Connects, and creates Baton's topics if they are missing. Topic names are constant; specs use different lead ids. */
  async start(): Promise<void> {
    await this.#withAdmin(async (admin) => {
      const existing = await admin.listTopics();
      const wanted = Object.values(topics).flatMap(({ name }) => [name, deadLetterTopic(name)]);
      const missing = wanted.filter((topic) => !existing.includes(topic));
      if (missing.length === 0) return;
      await admin.createTopics({ topics: missing.map((topic) => ({ topic, numPartitions: 3, replicationFactor: 1 })) });
    });
    await this.#producer.connect();
  }

  /** Records all messages of the topics from their beginning, so that a late start misses nothing. */
  async consume(...names: string[]): Promise<void> {
    const consumer = this.#kafka.consumer({ groupId: `test-${randomUUID()}`, maxWaitTimeInMs: 100 });
    this.#consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: names, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, message }) => {
        this.#consumed.push({
          topic,
          key: message.key?.toString() ?? null,
          headers: Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          ),
          data: parseJsonOrText(message.value?.toString() ?? ''),
        });
      },
    });
  }

  /** Makes a new consumer group start after the current messages, such as the leads of other specs. */
  async skipToEnd(groupId: string, ...names: string[]): Promise<void> {
    // The consumer leaves the group only after its current fetch, which waits this long for messages.
    const consumer = this.#kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topics: names });
    // The setOffsets of kafkajs waits for a heartbeat per topic, which takes many seconds.
    const joined = new Promise<void>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    });
    await consumer.run({ autoCommit: false, eachMessage: async () => undefined });
    await joined;
    await this.#withAdmin(async (admin) => {
      for (const topic of names) {
        const ends = await admin.fetchTopicOffsets(topic);
        await consumer.commitOffsets(ends.map(({ partition, high }) => ({ topic, partition, offset: high })));
      }
    });
    await consumer.disconnect();
  }

  /** All recorded messages with this key, in the order of arrival. */
  seen(topic: string, key: string): ConsumedMessage[] {
    return this.#consumed.filter((message) => message.topic === topic && message.key === key);
  }

  /** Waits for at least `count` messages with this key, and returns all of them. */
  async waitForMessages(
    topic: string,
    key: string,
    count: number,
    withinMilliseconds = 60_000,
  ): Promise<ConsumedMessage[]> {
    return waitUntil(
      () => {
        const found = this.seen(topic, key);
        return found.length >= count && found;
      },
      { what: `${count} messages of ${key} are on ${topic}`, withinMilliseconds },
    );
  }

  async publish(...events: TestEvent[]): Promise<void> {
    for (const { topic, key, id, type, source, time, data } of events) {
      const headers = {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: id,
        ce_source: source ?? '/baton/test',
        ce_type: type,
        ce_time: time ?? new Date().toISOString(),
      };
      await this.#producer.send({ topic, acks: -1, messages: [{ key, headers, value: JSON.stringify(data) }] });
    }
  }

  /** Publishes bytes unchanged, for messages that cannot be decoded. */
  async publishRaw(topic: string, key: string, value: string, headers: Record<string, string> = {}): Promise<void> {
    await this.#producer.send({ topic, acks: -1, messages: [{ key, headers, value }] });
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#consumers.map((consumer) => consumer.disconnect()));
    await this.#producer.disconnect();
  }

  async #withAdmin(task: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      await task(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
