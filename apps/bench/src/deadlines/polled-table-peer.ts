import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Peer } from './peer-deadline-runner.ts';

/** A table of due times, polled once a second by `polled-table-worker.ts`. */
export const polledTable = (pool: pg.Pool): Peer => ({
  name: 'polled table, SKIP LOCKED, 1 s',
  timeoutSeconds: 300,
  assumedPerSecond: 1000,
  async schedule(dues) {
    const series = randomUUID();
    await pool.query(
      `INSERT INTO bench.polled (series, number, due_at)
       SELECT $1, number, to_timestamp(due / 1000.0) FROM unnest($2::bigint[]) WITH ORDINALITY AS deadline (due, number)`,
      [series, dues],
    );
    return series;
  },
  async countFired(series) {
    const { rows } = await pool.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM bench.polled WHERE series = $1 AND done_at IS NOT NULL',
      [series],
    );
    return rows[0]?.count ?? 0;
  },
  async fired(series) {
    const { rows } = await pool.query<{ number: number; due: Date; done: Date }>(
      'SELECT number, due_at AS due, done_at AS done FROM bench.polled WHERE series = $1 AND done_at IS NOT NULL',
      [series],
    );
    return rows.map(({ number, due, done }) => ({ id: String(number), dueAt: due.getTime(), doneAt: done.getTime() }));
  },
});
