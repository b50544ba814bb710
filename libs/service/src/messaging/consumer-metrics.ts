import { quotedSchema, readGroupLag } from '@baton/messaging';
import type { KafkaConnection } from '@baton/messaging';
import { setTimeout as pause } from 'node:timers/promises';
import type { PgPool } from '../database/pg-pool.ts';
import type { LabelledValue, Metrics } from '../metrics/metrics.ts';

/** A scrape does not wait longer for Kafka. */
const LAG_TIMEOUT_MILLISECONDS = 2000;

export interface ObservedConsumer {
  name: string;
  groupId: string;
  topics: string[];
}

/** Gauges of all consumers of a service, read at each scrape, whether or not messages arrive. */
export function registerConsumerMetrics(
  metrics: Metrics,
  {
    kafka,
    pool,
    schema,
    consumers,
  }: {
    kafka: KafkaConnection;
    pool: PgPool;
    schema: string;
    consumers: readonly ObservedConsumer[];
  },
): void {
  const readLags = (): Promise<LabelledValue<'consumer' | 'topic' | 'partition'>[]> =>
    kafka.withAdmin(async (admin) => {
      const lags = consumers.map(async ({ name, groupId, topics }) =>
        (await readGroupLag(admin, groupId, topics)).map(({ topic, partition, messages }) => ({
          labels: { consumer: name, topic, partition },
          value: messages,
        })),
      );
      return (await Promise.all(lags)).flat();
    });
  metrics.gauge(
    'messages_lag',
    'Messages of a partition that the consumer has not processed',
    ['consumer', 'topic', 'partition'],
    () => Promise.race([readLags(), timeout()]),
  );
  metrics.gauge('dead_letters_waiting', 'Dead letters that wait to be replayed or skipped', ['consumer', 'topic'], () =>
    waitingDeadLetters(pool, schema),
  );
}

async function timeout(): Promise<never> {
  await pause(LAG_TIMEOUT_MILLISECONDS, undefined, { ref: false });
  throw new Error(`Kafka did not respond within ${LAG_TIMEOUT_MILLISECONDS} ms.`);
}

async function waitingDeadLetters(pool: PgPool, schema: string): Promise<LabelledValue<'consumer' | 'topic'>[]> {
  const { rows } = await pool.query<{ consumer: string; topic: string; letters: number }>(
    `SELECT consumer, topic, count(*)::integer AS letters FROM ${quotedSchema(schema)}.dead_letter
     WHERE state IN ('waiting', 'replaying') GROUP BY consumer, topic`,
  );
  return rows.map(({ consumer, topic, letters }) => ({ labels: { consumer, topic }, value: letters }));
}
