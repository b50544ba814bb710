/** Processes the queues of pg-boss: writes one row for each job, as the timer workflow does. */
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Job } from 'pg-boss';
import { requestFromParent, sendToParent } from '../child-script.ts';
import { pgBossQueues } from './pg-boss-peer.ts';

const { postgres } = requestFromParent<{ postgres: string }>();
const pool = new pg.Pool({ connectionString: postgres, max: 10 });
const pgBoss = new PgBoss(postgres);
pgBoss.on('error', console.error);
await pgBoss.start();

async function writeRows(jobs: Job<{ id: string; dueAt: number }>[]): Promise<void> {
  await Promise.all(
    jobs.map(({ data: { id, dueAt } }) =>
      pool.query('INSERT INTO bench.row (workflow_id, version, body) VALUES ($1, 1, $2) ON CONFLICT DO NOTHING', [
        id,
        JSON.stringify({ dueAt }),
      ]),
    ),
  );
}

for (const { queue, batchSize } of pgBossQueues) {
  await pgBoss.createQueue(queue);
  await pgBoss.work<{ id: string; dueAt: number }>(queue, batchSize === undefined ? {} : { batchSize }, writeRows);
}
sendToParent({ ready: true });
