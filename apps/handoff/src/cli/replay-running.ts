import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { ReplayResult, WorkerOptions } from '@temporalio/worker';

export type WorkflowCode = NonNullable<WorkerOptions['workflowBundle']>;

/** Replays the histories of all running workflows with this code. */
export function replayRunning(
  client: Client,
  workflowBundle: WorkflowCode,
  only?: string,
): AsyncIterableIterator<ReplayResult> {
  const query = `ExecutionStatus = "Running"${only === undefined ? '' : ` AND WorkflowId = "${only}"`}`;
  return Worker.runReplayHistories({ workflowBundle }, client.workflow.list({ query }).intoHistories());
}
