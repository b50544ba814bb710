import type { PgBoss } from 'pg-boss';
import type pg from 'pg';
import { randomUUID } from 'node:crypto';
import type { Peer } from './peer.ts';
import { countOfRows, writtenRows } from './written-rows.ts';

/** A queue of pg-boss and how it is worked. */
export interface BossQueue {
  queue: string;
  name: string;
  /** Jobs that a worker fetches at once; the default is one, every two seconds. */
  batchSize?: number;
  /** Longer it would only be waited for: a job every two seconds keeps pace with nothing that is measured here. */
  patienceSeconds: number;
}

export const bossQueues: readonly BossQueue[] = [
  { queue: 'bench-defaults', name: 'pg-boss at its defaults', patienceSeconds: 10 },
  { queue: 'bench-batches', name: 'pg-boss, 1,000 at a time', batchSize: 1000, patienceSeconds: 300 },
];

/** Jobs that start after a moment, as pg-boss offers it; worked by `boss-worker.ts`. */
export const bossPeers = (boss: PgBoss, pool: pg.Pool): Peer[] =>
  bossQueues.map(({ queue, name, patienceSeconds }) => ({
    name,
    patienceSeconds,
    assumedPerSecond: 1000,
    async set(dues) {
      // What the round before has left undone would come first.
      await boss.deleteQueuedJobs(queue);
      const series = `boss-${randomUUID()}`;
      const jobs = dues.map((dueAt, index) => ({
        data: { id: `${series}-${index}`, dueAt },
        startAfter: new Date(dueAt),
      }));
      await boss.insert(queue, jobs);
      return series;
    },
    done: (series) => countOfRows(pool, series),
    fallen: (series) => writtenRows(pool, series),
  }));
