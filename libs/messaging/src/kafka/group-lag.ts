import type { KafkaAdmin } from './kafka.ts';

/** The unread messages of a partition. */
export interface PartitionLag {
  topic: string;
  partition: number;
  messages: number;
}

/** How many messages a consumer group has not read yet, whether or not it has members. Asks the brokers. */
export async function readGroupLag(admin: KafkaAdmin, groupId: string, topics: string[]): Promise<PartitionLag[]> {
  const committed = await admin.fetchOffsets({ groupId, topics });
  const lags = committed.map(async ({ topic, partitions }) => {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map((each) => [each.partition, each]));
    return partitions.map(({ partition, offset }) => {
      const { low = '0', high = '0' } = ends.get(partition) ?? {};
      // A group that has committed nothing, or whose offset was deleted with its messages, reads from the beginning.
      const next = Math.max(Number(offset), Number(low));
      return { topic, partition, messages: Math.max(0, Number(high) - next) };
    });
  });
  return (await Promise.all(lags)).flat();
}
