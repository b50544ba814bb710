import type { PgBoss } from 'pg-boss';
import type pg from 'pg';
import { randomUUID } from 'node:crypto';
import type { Peer } from './peer-deadline-runner.ts';
import { countRows, writtenRows } from './written-rows.ts';

/** A queue of pg-boss and the options of its worker. */
export interface PgBossQueue {
  queue: string;
  name: string;
  /** The number of jobs per fetch; the default is one, every two seconds. */
  batchSize?: number;
  /** Kept short for the defaults: one job every two seconds is far slower than any rate measured here. */
  timeoutSeconds: number;
}

export const pgBossQueues: readonly PgBossQueue[] = [
  { queue: 'bench-defaults', name: 'pg-boss at its defaults', timeoutSeconds: 10 },
  { queue: 'bench-batches', name: 'pg-boss, 1,000 at a time', batchSize: 1000, timeoutSeconds: 300 },
];

/** Jobs with a start time, processed by `pg-boss-worker.ts`. */
export const pgBossPeers = (pgBoss: PgBoss, pool: pg.Pool): Peer[] =>
  pgBossQueues.map(({ queue, name, timeoutSeconds }) => ({
    name,
    timeoutSeconds,
    assumedPerSecond: 1000,
    async schedule(dues) {
      // Otherwise unfinished jobs of the previous round would come first.
      await pgBoss.deleteQueuedJobs(queue);
      const series = `boss-${randomUUID()}`;
      const jobs = dues.map((dueAt, index) => ({
        data: { id: `${series}-${index}`, dueAt },
        startAfter: new Date(dueAt),
      }));
      await pgBoss.insert(queue, jobs);
      return series;
    },
    countFired: (series) => countRows(pool, series),
    fired: (series) => writtenRows(pool, series),
  }));
