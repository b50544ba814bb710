import { OutboxRelay, KafkaConnection } from '@baton/messaging';
import { createLogger, HealthIndicators, loadConfig, PgPool, WorkerHost } from '@baton/service';
import { handoffQueue } from '@baton/workflows';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AgreementStore } from '../../dist/agreements/agreement-store.js';
import { HandoffConfig } from '../../dist/handoff.config.js';
import { activitiesOf } from '../../dist/record/activities.js';
import { HandoffRecords } from '../../dist/record/record.js';

const [fatalIntent] = process.argv.slice(2);
const config = loadConfig(HandoffConfig);
const logger = createLogger({ name: 'dying-worker', level: 'fatal' });
const pool = new PgPool({ connectionString: config.DATABASE_URL, max: 5 });
const kafka = new KafkaConnection({ brokers: config.KAFKA_BROKERS, clientId: 'dying-worker', logger });
const relay = new OutboxRelay({ pool, schema: 'handoff', kafka, logger });
const activities = activitiesOf(new HandoffRecords(pool, new AgreementStore(pool), relay));

const health = new HealthIndicators();
const host = new WorkerHost({
  config,
  logger,
  health,
  taskQueue: handoffQueue,
  workflowBundle: { codePath: fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url)) },
  activities: {
    ...activities,
    async commit(request) {
      const answer = await activities.commit(request);
      if (request.intent.kind === fatalIntent) process.kill(process.pid, 'SIGKILL');
      return answer;
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
