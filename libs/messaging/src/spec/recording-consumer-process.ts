/** A consumer in a separate process, for a test that kills it: records each step as an effect and then waits briefly. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EventConsumer, KafkaConnection, decodeCloudEvent, subscription } from '../index.ts';

const [schema = '', topic = '', brokers = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: process.env['TEST_POSTGRES_URL'], application_name: schema });
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const kafka = new KafkaConnection({ brokers: brokers.split(','), clientId: schema, logger: silent });

const steps = subscription<{ id: string; lead: string; step: number }>({
  topic,
  ordered: true,
  read: (message) => {
    const { attributes, data } = decodeCloudEvent(message);
    return { ...(data as { lead: string; step: number }), id: attributes['id'] ?? '' };
  },
  idOf: ({ id }) => id,
  handle: async ({ id, lead, step }, { transaction }) => {
    await transaction.query(`INSERT INTO ${schema}.effect (event_id, lead, step, by) VALUES ($1, $2, $3, 'recorder')`, [
      id,
      lead,
      step,
    ]);
    // Slow enough that on any machine the kill comes before the last message.
    await sleep(20);
  },
});
const options = { kafka, groupId: `${schema}.recorder`, name: 'recorder', pool, schema, logger: silent };
await new EventConsumer({ ...options, subscriptions: [steps] }).start();
