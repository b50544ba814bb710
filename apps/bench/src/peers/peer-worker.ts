/** Runs the peers' workflows in its own process, with the same options and pool size as the handoff worker. */
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { BenchSystem } from '../bench-system.ts';
import { requestFromParent, sendToParent } from '../child-script.ts';
import { PEER_TASK_QUEUE } from './peer-activities.ts';
import type { PeerActivities } from './peer-activities.ts';

const { postgres, temporal } = requestFromParent<BenchSystem>();
const logger = new DefaultLogger('WARN');
Runtime.install({ shutdownSignals: [], logger });

const pool = new pg.Pool({ connectionString: postgres, max: 10 });
await pool.query('CREATE SCHEMA IF NOT EXISTS bench');
await pool.query(`CREATE TABLE IF NOT EXISTS bench.row
  (workflow_id text NOT NULL, version integer NOT NULL, body jsonb NOT NULL,
   written_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (workflow_id, version))`);

const activities: PeerActivities = {
  async writeRow(workflowId, version, body) {
    // A local activity runs at least once, so the row may be there already.
    await pool.query('INSERT INTO bench.row (workflow_id, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      workflowId,
      version,
      JSON.stringify(body),
    ]);
  },
};

const worker = await Worker.create({
  connection: await NativeConnection.connect({ address: temporal }),
  taskQueue: PEER_TASK_QUEUE,
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('peers.workflow.ts', import.meta.url)),
    logger,
  }),
  activities,
  stickyQueueScheduleToStartTimeout: '2s',
});
sendToParent({ ready: true });
await worker.run();
