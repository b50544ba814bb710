/** Works the queues of pg-boss: one row for each job, as the timer workflow writes one. */
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Job } from 'pg-boss';
import { request, say } from '../child.ts';
import { bossQueues } from './boss-peer.ts';

const { postgres } = request<{ postgres: string }>();
const pool = new pg.Pool({ connectionString: postgres, max: 10 });
const boss = new PgBoss(postgres);
boss.on('error', console.error);
await boss.start();

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

for (const { queue, batchSize } of bossQueues) {
  await boss.createQueue(queue);
  await boss.work<{ id: string; dueAt: number }>(queue, batchSize === undefined ? {} : { batchSize }, writeRows);
}
say({ ready: true });
