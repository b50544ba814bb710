import { setTimeout as pause } from 'node:timers/promises';
import { deadLetterTopicOf, topics } from '@baton/contracts';
import type { Topic } from '@baton/contracts';
import type { Admin } from 'kafkajs';
import { silentKafkaClient } from '../engines/kafka.ts';
import { Failure } from '../failure.ts';

const PARTITIONS = 6;
const largestMessageBytes = String(2 * 1_048_576);
const sevenDaysMilliseconds = String(7 * 24 * 3_600_000);

/** The name of a topic and its settings in Kafka. */
export interface TopicSpecification {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

const topicSettings = (topic: Topic): Record<string, string> => {
  const common = {
    'max.message.bytes': largestMessageBytes,
    'message.timestamp.type': topic.timestamps === 'append time' ? 'LogAppendTime' : 'CreateTime',
  };
  switch (topic.retention) {
    case 'forever':
      return { ...common, 'retention.ms': '-1', 'retention.bytes': '-1' };
    case 'seven days':
      // Kafka deletes closed segments only: with daily segments nothing stays much longer than seven days.
      return { ...common, 'retention.ms': sevenDaysMilliseconds, 'segment.ms': String(24 * 3_600_000) };
    case 'compacted':
      return { ...common, 'cleanup.policy': 'compact', 'retention.ms': '-1' };
  }
};

/** Each topic with its dead letter topic. */
export const requiredTopics = (): TopicSpecification[] =>
  Object.values<Topic>(topics)
    .flatMap((topic) => [topic, deadLetterTopicOf(topic)])
    .map((topic) => ({ name: topic.name, settings: topicSettings(topic) }));

async function createMissing(admin: Admin): Promise<void> {
  const present = new Set(await admin.listTopics());
  const missing = requiredTopics().filter(({ name }) => !present.has(name));
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, settings }) => ({
      topic: name,
      numPartitions: PARTITIONS,
      configEntries: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
    })),
  });
}

/** Creates the missing topics, and leaves existing ones unchanged. */
export async function createTopics(address: string, tries = 5): Promise<void> {
  const admin = silentKafkaClient(address.split(',')).admin();
  try {
    await admin.connect();
    await createMissing(admin);
  } catch (error) {
    if (tries <= 1) {
      throw new Failure(
        `The topics could not be created on Kafka at ${address}: ${error instanceof Error ? error.message : String(error)}`,
        'Check that the broker is running and that Baton may create topics.',
      );
    }
    await pause(500);
    await createTopics(address, tries - 1);
  } finally {
    await admin.disconnect();
  }
}
