/** Marks due rows as done, once a second and in batches of a hundred. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { requestFromParent, sendToParent } from '../child-script.ts';

const INTERVAL_MILLISECONDS = 1000;
const BATCH_SIZE = 100;

const pool = new pg.Pool({ connectionString: requestFromParent<{ postgres: string }>().postgres, max: 2 });
await pool.query('CREATE SCHEMA IF NOT EXISTS bench');
await pool.query(`CREATE TABLE bench.polled
  (series text NOT NULL, number integer NOT NULL, due_at timestamptz NOT NULL, done_at timestamptz,
   PRIMARY KEY (series, number))`);
await pool.query('CREATE INDEX polled_due ON bench.polled (due_at) WHERE done_at IS NULL');

async function markDue(): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE bench.polled p SET done_at = clock_timestamp()
     FROM (SELECT series, number FROM bench.polled WHERE done_at IS NULL AND due_at <= now()
           ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS due
     WHERE p.series = due.series AND p.number = due.number`,
    [BATCH_SIZE],
  );
  return rowCount ?? 0;
}

sendToParent({ ready: true });
for (;;) {
  const begin = performance.now();
  while ((await markDue()) === BATCH_SIZE);
  await pause(Math.max(0, begin + INTERVAL_MILLISECONDS - performance.now()));
}
