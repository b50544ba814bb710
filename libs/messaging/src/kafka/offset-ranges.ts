import { randomUUID } from 'node:crypto';
import type { KafkaConnection } from './kafka.ts';
import { toFetchedMessage } from './kafka-records.ts';
import type { FetchedMessage } from './kafka-records.ts';

/** Part of a partition: from one offset up to, but not including, another. */
export interface OffsetRange {
  partition: number;
  from: bigint;
  until: bigint;
}

const FETCH_TIMEOUT_MILLISECONDS = 20_000;

/** Reads what a topic still holds of the ranges, in order; by default, everything that it holds now. */
export async function fetchRanges(
  kafka: KafkaConnection,
  topic: string,
  ranges?: OffsetRange[],
): Promise<FetchedMessage[]> {
  const present = (await kafka.withAdmin((admin) => admin.fetchTopicOffsets(topic))).map(
    ({ partition, low, high }) => ({ partition, from: BigInt(low), until: BigInt(high) }),
  );
  const wanted = ranges ? ranges.flatMap((range) => intersect(range, present)) : present;
  const remaining = new Map(wanted.filter(({ from, until }) => from < until).map((range) => [range.partition, range]));
  const found: FetchedMessage[] = [];
  if (remaining.size === 0) return found;
  const groupId = `${kafka.clientId}.reading.${randomUUID()}`;
  const consumer = kafka.temporaryConsumer(groupId);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const starts = [...remaining.values()];
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`${topic} could not be read within ${FETCH_TIMEOUT_MILLISECONDS} ms.`)),
        FETCH_TIMEOUT_MILLISECONDS,
      );
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const eachBatch = async (batch: KafkaRecordBatch): Promise<void> => {
        const range = remaining.get(batch.partition);
        if (!range) return;
        for (const message of batch.messages) {
          const offset = BigInt(message.offset);
          if (offset >= range.from && offset < range.until)
            found.push(toFetchedMessage(topic, batch.partition, message));
        }
        if (BigInt(batch.lastOffset()) >= range.until - 1n) remaining.delete(batch.partition);
        if (remaining.size > 0) return;
        clearTimeout(limit);
        resolve();
      };
      consumer
        .run({ autoCommit: false, eachBatch: ({ batch }) => eachBatch(batch) })
        .then(() => starts.forEach(({ partition, from }) => consumer.seek({ topic, partition, offset: String(from) })))
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
    await kafka.withAdmin((admin) => admin.deleteGroups([groupId])).catch(() => undefined);
  }
  return found.sort(byPosition);
}

/** One past the last offset of each partition, for those topics that exist. */
export async function endOffsets(
  kafka: KafkaConnection,
  topics: readonly string[],
): Promise<Map<string, Map<number, bigint>>> {
  return kafka.withAdmin(async (admin) => {
    const present = new Set(await admin.listTopics());
    const ends = topics
      .filter((topic) => present.has(topic))
      .map(async (topic) => {
        const partitions = await admin.fetchTopicOffsets(topic);
        return [topic, new Map(partitions.map(({ partition, high }) => [partition, BigInt(high)]))] as const;
      });
    return new Map(await Promise.all(ends));
  });
}

interface KafkaRecordBatch {
  partition: number;
  messages: Parameters<typeof toFetchedMessage>[2][];
  lastOffset(): string;
}

function intersect(range: OffsetRange, present: OffsetRange[]): OffsetRange[] {
  return present
    .filter(({ partition }) => partition === range.partition)
    .map(({ partition, from, until }) => ({
      partition,
      from: from > range.from ? from : range.from,
      until: until < range.until ? until : range.until,
    }));
}

function byPosition(one: FetchedMessage, other: FetchedMessage): number {
  const partitions = one.received.partition - other.received.partition;
  return partitions === 0 ? Number(BigInt(one.offset) - BigInt(other.offset)) : partitions;
}
