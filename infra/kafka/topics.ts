import { setTimeout as pause } from 'node:timers/promises';
import { explainKafkaFailure } from '@baton/messaging';
import type { KafkaEndpoint } from '@baton/messaging';
import { deadLetterTopicOf, topics } from '@baton/contracts';
import type { Topic } from '@baton/contracts';
import type { Admin } from 'kafkajs';
import { silentKafkaClient } from '../engines/kafka.ts';
import { Failure } from '../failure.ts';

const largestMessageBytes = String(2 * 1_048_576);
const DAY_MILLISECONDS = 24 * 3_600_000;

/** How topics are created. Existing topics keep what they have. */
export interface TopicOptions {
  readonly partitions: number;
  /** The number of copies of each partition. */
  readonly replicationFactor: number;
  /** How many copies must be written before a message counts as stored. */
  readonly minInSyncReplicas: number;
  /** How long the topics with personal data or credentials keep their messages. */
  readonly retentionDays: number;
}

/** Each variable with its default and its limit. */
const topicVariables = {
  KAFKA_TOPIC_PARTITIONS: { fallback: 6, maximum: 1000 },
  KAFKA_TOPIC_REPLICATION_FACTOR: { fallback: 1, maximum: 20 },
  KAFKA_TOPIC_MIN_INSYNC_REPLICAS: { fallback: 1, maximum: 20 },
  KAFKA_TOPIC_RETENTION_DAYS: { fallback: 7, maximum: 365 },
} as const;

function numberFrom(environment: NodeJS.ProcessEnv, variable: keyof typeof topicVariables): number {
  const { fallback, maximum } = topicVariables[variable];
  const text = environment[variable];
  if (text === undefined || text.trim() === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= maximum) return value;
  throw new Failure(`${variable} must be a whole number from 1 to ${maximum}, not "${text}".`, `Correct ${variable}.`);
}

/** The options that the environment sets. @throws Failure */
export function topicOptions(environment: NodeJS.ProcessEnv = process.env): TopicOptions {
  const options = {
    partitions: numberFrom(environment, 'KAFKA_TOPIC_PARTITIONS'),
    replicationFactor: numberFrom(environment, 'KAFKA_TOPIC_REPLICATION_FACTOR'),
    minInSyncReplicas: numberFrom(environment, 'KAFKA_TOPIC_MIN_INSYNC_REPLICAS'),
    retentionDays: numberFrom(environment, 'KAFKA_TOPIC_RETENTION_DAYS'),
  };
  if (options.minInSyncReplicas <= options.replicationFactor) return options;
  throw new Failure(
    `KAFKA_TOPIC_MIN_INSYNC_REPLICAS is ${options.minInSyncReplicas}, but there are only ${options.replicationFactor} copies.`,
    'Raise KAFKA_TOPIC_REPLICATION_FACTOR; with 3 copies, 2 is usual.',
  );
}

/** The name of a topic and its settings in Kafka. */
export interface TopicSpecification {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

const topicSettings = (topic: Topic, options: TopicOptions): Record<string, string> => {
  const common = {
    'max.message.bytes': largestMessageBytes,
    'min.insync.replicas': String(options.minInSyncReplicas),
    'message.timestamp.type': topic.timestamps === 'append time' ? 'LogAppendTime' : 'CreateTime',
  };
  switch (topic.retention) {
    case 'forever':
      return { ...common, 'retention.ms': '-1', 'retention.bytes': '-1' };
    case 'seven days':
      // Kafka deletes closed segments only: with daily segments nothing stays much longer than this.
      return {
        ...common,
        'retention.ms': String(options.retentionDays * DAY_MILLISECONDS),
        'segment.ms': String(DAY_MILLISECONDS),
      };
    case 'compacted':
      return { ...common, 'cleanup.policy': 'compact', 'retention.ms': '-1' };
  }
};

/** Each topic with its dead letter topic. */
export const requiredTopics = (options: TopicOptions = topicOptions({})): TopicSpecification[] =>
  Object.values<Topic>(topics)
    .flatMap((topic) => [topic, deadLetterTopicOf(topic)])
    .map((topic) => ({ name: topic.name, settings: topicSettings(topic, options) }));

async function createMissing(admin: Admin, options: TopicOptions): Promise<void> {
  const present = new Set(await admin.listTopics());
  const missing = requiredTopics(options).filter(({ name }) => !present.has(name));
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, settings }) => ({
      topic: name,
      numPartitions: options.partitions,
      replicationFactor: options.replicationFactor,
      configEntries: Object.entries(settings).map(([key, value]) => ({ name: key, value })),
    })),
  });
}

/** Creates the missing topics, and leaves existing ones unchanged. */
export async function createTopics(endpoint: KafkaEndpoint, options = topicOptions(), tries = 5): Promise<void> {
  const admin = silentKafkaClient(endpoint).admin();
  try {
    await admin.connect();
    await createMissing(admin, options);
  } catch (error) {
    const explanation = explainKafkaFailure(error);
    if (tries <= 1 || explanation !== undefined) {
      throw new Failure(
        `The topics could not be created on Kafka at ${endpoint.brokers.join(',')}: ${explanation ?? reasonOf(error)}`,
        'Check that enough brokers are running for the replication factor, and that Baton may create topics.',
      );
    }
    await pause(500);
    await createTopics(endpoint, options, tries - 1);
  } finally {
    await admin.disconnect();
  }
}

/** kafkajs reports what went wrong with each topic in an aggregate. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errors = [] } = error as Error & { errors?: readonly Error[] };
  return [...new Set([error.message, ...errors.map(({ message }) => message)])].join(' ');
}
