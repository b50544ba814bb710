import type { Agreement } from '@baton/domain';
import { localClock } from '@baton/domain';
import {
  HANDOFF_TASK_QUEUE,
  POSTPONEMENT_OVER_SIGNAL,
  POSTPONEMENT_WORKFLOW,
  postponementIdOf,
  postponementSummary,
} from '@baton/workflows';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import type { WaitingPostponement } from '../../handoff-row/postponed-handoffs.ts';

/** Ends the workflow that waits for the date of a postponed lead. If this is lost, the workflow finds out at its date. */
export async function endPostponement(client: Client, handoffId: string): Promise<void> {
  try {
    await client.workflow.getHandle(postponementIdOf(handoffId)).signal(POSTPONEMENT_OVER_SIGNAL);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/**
 * Starts the workflow of a postponement whose own was lost with Temporal's database.
 * @returns whether there was none.
 */
export async function restartPostponement(
  client: Client,
  { handoffId, until, ownerId }: WaitingPostponement,
  { calendar }: Agreement,
): Promise<boolean> {
  const input = { handoffId, until, ownerId, localClock: localClock(calendar.zone, new Date().toISOString()) };
  try {
    await client.workflow.start(POSTPONEMENT_WORKFLOW, {
      taskQueue: HANDOFF_TASK_QUEUE,
      workflowId: postponementIdOf(handoffId),
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      staticSummary: postponementSummary(input),
      args: [input],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
