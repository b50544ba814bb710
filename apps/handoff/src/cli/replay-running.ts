import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { ReplayResult, WorkerOptions } from '@temporalio/worker';

export type WorkflowCode = NonNullable<WorkerOptions['workflowBundle']>;

/** What Temporal holds of workflows that have not ended, run through this code: whether each could go on under it. */
export function replayRunning(
  client: Client,
  workflowBundle: WorkflowCode,
  only?: string,
): AsyncIterableIterator<ReplayResult> {
  const query = `ExecutionStatus = "Running"${only === undefined ? '' : ` AND WorkflowId = "${only}"`}`;
  return Worker.runReplayHistories({ workflowBundle }, client.workflow.list({ query }).intoHistories());
}
