import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';

const RESPONSE_MILLISECONDS = 5000;

/** A worker that dies during a task costs one attempt, and a restart another. */
const ATTEMPTS_OF_A_FAILING_TASK = 3;

/**
 * How often the pending task of a workflow has been tried if it keeps failing; undefined if it does not, or the workflow
 * does not run. Attempts are counted by the Temporal server, so that no clock matters.
 */
export async function failingAttemptsOf(client: Client, workflowId: string): Promise<number | undefined> {
  try {
    const { pendingWorkflowTask } = await client.withDeadline(Date.now() + RESPONSE_MILLISECONDS, () =>
      client.workflowService.describeWorkflowExecution({
        namespace: client.options.namespace,
        execution: { workflowId },
      }),
    );
    const attempt = pendingWorkflowTask?.attempt ?? 0;
    return attempt >= ATTEMPTS_OF_A_FAILING_TASK ? attempt : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The status code of gRPC. */
const NOT_FOUND = 5;

const isNotFound = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError || (error instanceof Error && 'code' in error && error.code === NOT_FOUND);
