/** The peer of the handoff for lateness and storms: sleeps, then writes one row by a local activity. */
import { proxyLocalActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { PeerActivities } from './peer-activities.ts';

const { writeRow } = proxyLocalActivities<PeerActivities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

export async function timer(dueAt: number): Promise<void> {
  const readyAt = Date.now();
  await sleep(Math.max(1, dueAt - readyAt));
  await writeRow(workflowInfo().workflowId, 1, { dueAt, readyAt, startedAt: Date.now() });
}
