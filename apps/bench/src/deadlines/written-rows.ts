import type pg from 'pg';
import type { FiredDeadline } from './fired-deadlines.ts';

/** The number of rows of a series. */
export async function countRows(pool: pg.Pool, series: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM bench.row WHERE starts_with(workflow_id, $1)',
    [series],
  );
  return rows[0]?.count ?? 0;
}

/** The rows of a series. */
export async function writtenRows(pool: pg.Pool, series: string): Promise<FiredDeadline[]> {
  const { rows } = await pool.query<{
    id: string;
    due: string;
    begun: string | null;
    ready: string | null;
    done: Date;
  }>(
    `SELECT workflow_id AS id, body->>'dueAt' AS due, body->>'startedAt' AS begun, body->>'readyAt' AS ready, written_at AS done
     FROM bench.row WHERE starts_with(workflow_id, $1)`,
    [series],
  );
  return rows.map(({ id, due, begun, ready, done }) => ({
    id,
    dueAt: Number(due),
    doneAt: done.getTime(),
    ...(begun !== null && { startedAt: Number(begun) }),
    ...(ready !== null && { readyAt: Number(ready) }),
  }));
}
