/** The least that Temporal can do at a moment: sleep until then, and write one row by a local activity. */
import { proxyLocalActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { PlainActivities } from '../lifecycle/plain.workflow.ts';

const { writeRow } = proxyLocalActivities<PlainActivities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

export async function timer(dueAt: number): Promise<void> {
  const readyAt = Date.now();
  await sleep(Math.max(1, dueAt - readyAt));
  await writeRow(workflowInfo().workflowId, 1, { dueAt, readyAt, startedAt: Date.now() });
}
