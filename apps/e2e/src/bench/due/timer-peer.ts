import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { plainQueue } from '../lifecycle/plain-life.ts';
import type { Lives } from '../lifecycle/with-lives.ts';
import { inLanes } from './in-lanes.ts';
import type { Peer } from './peer.ts';
import { countOfRows, writtenRows } from './written-rows.ts';

const startsAtOnce = 32;

/** Behind everything else in the queue: when these are done, what came before them has been taken. */
const probes = 8;

/** A workflow that only sleeps, and writes one row. */
export function timerPeer({ client, pool }: Lives): Peer {
  const startAll = async (series: string, dues: readonly number[]): Promise<void> =>
    inLanes(dues, startsAtOnce, async (dueAt, index) => {
      const workflowId = `${series}-${index}`;
      await client.workflow.start('timer', { taskQueue: plainQueue, workflowId, args: [dueAt] });
    });
  return {
    name: 'empty timer workflow',
    patienceSeconds: 1200,
    assumedPerSecond: 40,
    async set(dues) {
      const series = `timer-${randomUUID()}`;
      await startAll(series, dues);
      const probe = `probe-${randomUUID()}`;
      await startAll(
        probe,
        Array.from({ length: probes }, () => Date.now()),
      );
      while ((await countOfRows(pool, probe)) < probes) await pause(100);
      return series;
    },
    done: (series) => countOfRows(pool, series),
    fallen: (series) => writtenRows(pool, series),
  };
}
