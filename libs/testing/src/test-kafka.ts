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
  /** Parsed JSON; the text itself where it is none. */
  data: unknown;
}

/** An outsider on the Kafka of TEST_KAFKA_BROKERS: writes like a producer of Baton's topics, and listens along. */
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

  /** Connects, and creates those of Baton's topics that are missing. Topic names are fixed, so specs differ by lead id. */
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

  /** Remembers all that is and will be on the topics. From their beginning: a late start misses nothing. */
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

  /** Lets a consumer group that never read begin after what is there now, such as the leads of other specs. */
  async skipToEnd(groupId: string, ...names: string[]): Promise<void> {
    // It leaves the group only when its fetch has ended, which waits as long for messages.
    const consumer = this.#kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topics: names });
    // kafkajs' own setOffsets waits for a heartbeat for each topic, which takes many seconds.
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

  /** All that was heard with this key, in the order of arrival. */
  seen(topic: string, key: string): ConsumedMessage[] {
    return this.#consumed.filter((message) => message.topic === topic && message.key === key);
  }

  /** Waits for at least so many messages with this key, and returns all of them. */
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

  /** Writes bytes as they are: for what cannot be read. */
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
