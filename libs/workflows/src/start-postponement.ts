import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { POSTPONEMENT_WORKFLOW, postponementIdOf, postponementSummary } from './postponement.contract.ts';
import type { PostponementInput } from './postponement.contract.ts';

/** Starts the workflow that waits for the lead's date. It outlives the handoff; a second start meets the id in use. */
export async function startPostponement(input: PostponementInput): Promise<void> {
  try {
    await startChild(POSTPONEMENT_WORKFLOW, {
      workflowId: postponementIdOf(input.handoffId),
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: postponementSummary(input),
      args: [input],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
