/** A consumer as a process of its own, for a test that kills it: writes each step down as an effect, and then waits a little. */
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
    // So slowly that a kill comes before the end on any machine.
    await sleep(20);
  },
});
const options = { kafka, groupId: `${schema}.recorder`, name: 'recorder', pool, schema, logger: silent };
await new EventConsumer({ ...options, subscriptions: [steps] }).start();
