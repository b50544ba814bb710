import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { Kafka, KafkaMessage } from 'kafkajs';

/** A message of a topic, decoded. */
export interface TopicMessage {
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  headers: Record<string, string>;
  value: string;
  /** When its producer sent it, in milliseconds since the epoch. */
  timestamp: number;
}

/** The next offset of each partition of a topic. */
export type TopicOffsets = Map<number, bigint>;

export const kafkaClient = (brokers: readonly string[]): Kafka =>
  new kafkajs.Kafka({ clientId: 'api-client', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });

/** The offsets where the topic ends now. */
export const endOffsets = async (kafka: Kafka, topic: string): Promise<TopicOffsets> =>
  new Map((await partitionsOf(kafka, topic)).map(({ partition, high }) => [partition, BigInt(high)]));

/** The offsets where the topic begins now. */
export const beginningOffsets = async (kafka: Kafka, topic: string): Promise<TopicOffsets> =>
  new Map((await partitionsOf(kafka, topic)).map(({ partition, low }) => [partition, BigInt(low)]));

async function partitionsOf(kafka: Kafka, topic: string): Promise<{ partition: number; high: string; low: string }[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await admin.fetchTopicOffsets(topic);
  } finally {
    await admin.disconnect();
  }
}

/** All messages from the offsets up to the end of the topic at this moment. */
export async function readSince(kafka: Kafka, topic: string, since: TopicOffsets): Promise<TopicMessage[]> {
  const end = await endOffsets(kafka, topic);
  const remaining = new Set(
    [...end].flatMap(([partition, high]) => (high > (since.get(partition) ?? 0n) ? [partition] : [])),
  );
  const read: TopicMessage[] = [];
  if (remaining.size === 0) return read;
  const consumer = kafka.consumer({ groupId: `topic-reader-${randomUUID()}`, maxWaitTimeInMs: 200 });
  const { promise, resolve } = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch: { partition, messages } }) => {
      const from = since.get(partition) ?? 0n;
      const to = end.get(partition) ?? 0n;
      for (const message of messages) {
        const offset = BigInt(message.offset);
        if (remaining.has(partition) && offset >= from && offset < to)
          read.push(toTopicMessage(topic, partition, message));
      }
      if (BigInt(messages.at(-1)?.offset ?? -1) + 1n >= to) remaining.delete(partition);
      if (remaining.size === 0) resolve();
    },
  });
  for (const partition of remaining) consumer.seek({ topic, partition, offset: String(since.get(partition) ?? 0n) });
  await promise;
  await consumer.disconnect();
  return read;
}

function toTopicMessage(
  topic: string,
  partition: number,
  { offset, key, value, headers, timestamp }: KafkaMessage,
): TopicMessage {
  return {
    topic,
    partition,
    offset,
    key: key?.toString() ?? null,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)])),
    value: value?.toString() ?? '',
    timestamp: Number(timestamp),
  };
}
