import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { Kafka, KafkaMessage } from 'kafkajs';

/** A message as anybody with a Kafka client sees it. */
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

/** A place in a topic: the next offset of each partition. */
export type TopicOffsets = Map<number, bigint>;

export const kafkaClient = (brokers: string[]): Kafka =>
  new kafkajs.Kafka({ clientId: 'outside', brokers, logLevel: kafkajs.logLevel.NOTHING });

/** Where the topic ends now. */
export async function endOffsets(kafka: Kafka, topic: string): Promise<TopicOffsets> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]));
  } finally {
    await admin.disconnect();
  }
}

/** Where the topic begins now. */
export async function beginningOffsets(kafka: Kafka, topic: string): Promise<TopicOffsets> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => [partition, BigInt(low)]));
  } finally {
    await admin.disconnect();
  }
}

/** Everything between a place and the end of the topic at this moment. */
export async function readSince(kafka: Kafka, topic: string, since: TopicOffsets): Promise<TopicMessage[]> {
  const end = await endOffsets(kafka, topic);
  const remaining = new Set(
    [...end].flatMap(([partition, high]) => (high > (since.get(partition) ?? 0n) ? [partition] : [])),
  );
  const read: TopicMessage[] = [];
  if (remaining.size === 0) return read;
  const consumer = kafka.consumer({ groupId: `outside-${randomUUID()}`, maxWaitTimeInMs: 200 });
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
