import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PEER_TASK_QUEUE } from '../peers/peer-activities.ts';
import type { Lifecycles } from '../lifecycle/with-lifecycles.ts';
import { mapConcurrently } from '@baton/testing';
import type { Peer } from './peer-deadline-runner.ts';
import { countRows, writtenRows } from './written-rows.ts';

const START_CONCURRENCY = 32;

/** Started last: when these are done, the workflows before them in the task queue have started. */
const PROBES = 8;

/** A workflow that only sleeps and writes one row. */
export function timerPeer({ client, pool }: Lifecycles): Peer {
  const startAll = async (series: string, dues: readonly number[]): Promise<unknown> =>
    mapConcurrently(dues, START_CONCURRENCY, async (dueAt, index) => {
      const workflowId = `${series}-${index}`;
      await client.workflow.start('timer', { taskQueue: PEER_TASK_QUEUE, workflowId, args: [dueAt] });
    });
  return {
    name: 'empty timer workflow',
    timeoutSeconds: 1200,
    assumedPerSecond: 40,
    async schedule(dues) {
      const series = `timer-${randomUUID()}`;
      await startAll(series, dues);
      const probe = `probe-${randomUUID()}`;
      await startAll(
        probe,
        Array.from({ length: PROBES }, () => Date.now()),
      );
      while ((await countRows(pool, probe)) < PROBES) await pause(100);
      return series;
    },
    countFired: (series) => countRows(pool, series),
    fired: (series) => writtenRows(pool, series),
  };
}
