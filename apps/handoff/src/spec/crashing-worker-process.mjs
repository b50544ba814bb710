import { OutboxRelay, KafkaConnection } from '@baton/messaging';
import { createLogger, HealthIndicators, loadConfig, PgPool, WorkerHost } from '@baton/service';
import { HANDOFF_TASK_QUEUE } from '@baton/workflows';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AgreementStore } from '../../dist/agreements/agreement-store.js';
import { HandoffConfig } from '../../dist/handoff.config.js';
import { commitEffects } from '../../dist/commit/commit.module.js';
import { RecordStore } from '../../dist/commit/record-store.js';
import { recordActivities } from '../../dist/workflow/record-activities.js';

const [fatalActivity] = process.argv.slice(2);
const config = loadConfig(HandoffConfig);
const logger = createLogger({ name: 'crashing-worker', level: 'fatal' });
const pool = new PgPool({ connectionString: config.DATABASE_URL, max: 5 });
const kafka = new KafkaConnection({ brokers: config.KAFKA_BROKERS, clientId: 'crashing-worker', logger });
const relay = new OutboxRelay({ pool, schema: 'handoff', kafka, logger });
// Nothing else in this process waits for its commits.
const signal = { announce: () => undefined };
const activities = recordActivities(new RecordStore(pool, new AgreementStore(pool), relay, signal, commitEffects));

const health = new HealthIndicators();
const host = new WorkerHost({
  config,
  logger,
  health,
  taskQueue: HANDOFF_TASK_QUEUE,
  workflowBundle: { codePath: fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url)) },
  activities: {
    ...activities,
    async [fatalActivity](request) {
      await activities[fatalActivity](request);
      process.kill(process.pid, 'SIGKILL');
    },
  },
});
host.start();
while (
  !(await host.check().then(
    () => true,
    () => false,
  ))
)
  await pause(50);
process.send('polling');
