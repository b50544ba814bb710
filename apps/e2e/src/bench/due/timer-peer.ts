import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PLAIN_QUEUE } from '../lifecycle/plain-life.ts';
import type { Lives } from '../lifecycle/with-lives.ts';
import { inLanes } from './in-lanes.ts';
import type { Peer } from './peer.ts';
import { countOfRows, writtenRows } from './written-rows.ts';

const STARTS_AT_ONCE = 32;

/** Behind everything else in the queue: when these are done, what came before them has been taken. */
const PROBES = 8;

/** A workflow that only sleeps, and writes one row. */
export function timerPeer({ client, pool }: Lives): Peer {
  const startAll = async (series: string, dues: readonly number[]): Promise<void> =>
    inLanes(dues, STARTS_AT_ONCE, async (dueAt, index) => {
      const workflowId = `${series}-${index}`;
      await client.workflow.start('timer', { taskQueue: PLAIN_QUEUE, workflowId, args: [dueAt] });
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
        Array.from({ length: PROBES }, () => Date.now()),
      );
      while ((await countOfRows(pool, probe)) < PROBES) await pause(100);
      return series;
    },
    done: (series) => countOfRows(pool, series),
    fallen: (series) => writtenRows(pool, series),
  };
}
