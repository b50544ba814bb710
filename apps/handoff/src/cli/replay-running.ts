import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { ReplayResult, WorkerOptions } from '@temporalio/worker';
import { failingAttemptsOf } from '../workflow/stuck-workflows/failing-task.ts';

export type WorkflowCode = NonNullable<WorkerOptions['workflowBundle']>;

/** Replays the histories of all running workflows with this code. */
export function replayRunning(
  client: Client,
  workflowBundle: WorkflowCode,
  only?: string,
): AsyncIterableIterator<ReplayResult> {
  return Worker.runReplayHistories({ workflowBundle }, client.workflow.list({ query: queryFor(only) }).intoHistories());
}

/** The ids of the running workflows whose task keeps failing on the worker that runs now. */
export async function findStuckWorkflows(client: Client, only?: string): Promise<string[]> {
  const stuck: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: queryFor(only) }))
    if ((await failingAttemptsOf(client, workflowId)) !== undefined) stuck.push(workflowId);
  return stuck;
}

const queryFor = (only: string | undefined): string =>
  `ExecutionStatus = "Running"${only === undefined ? '' : ` AND WorkflowId = "${only}"`}`;
