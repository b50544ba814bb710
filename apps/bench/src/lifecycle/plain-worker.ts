/** Runs the peers' workflows in a process of its own, as the handoff worker runs handoffs: same options, same pool. */
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { requestFromParent, sendToParent } from '../child-script.ts';
import type { BenchSystem } from '../bench-system.ts';
import { PLAIN_QUEUE } from './plain-lifecycle.ts';
import type { PlainActivities } from './plain.workflow.ts';

const { postgres, temporal } = requestFromParent<BenchSystem>();
const logger = new DefaultLogger('WARN');
Runtime.install({ shutdownSignals: [], logger });

const pool = new pg.Pool({ connectionString: postgres, max: 10 });
await pool.query('CREATE SCHEMA IF NOT EXISTS bench');
await pool.query(`CREATE TABLE IF NOT EXISTS bench.row
  (workflow_id text NOT NULL, version integer NOT NULL, body jsonb NOT NULL,
   written_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (workflow_id, version))`);

const activities: PlainActivities = {
  async writeRow(workflowId, version, body) {
    // Local activities run at least once.
    await pool.query('INSERT INTO bench.row (workflow_id, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      workflowId,
      version,
      JSON.stringify(body),
    ]);
  },
};

const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: temporal }),
  taskQueue: PLAIN_QUEUE,
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('peers.workflow.ts', import.meta.url)),
    logger,
  }),
  activities,
  stickyQueueScheduleToStartTimeout: '2s',
});
sendToParent({ ready: true });
await worker.run();
