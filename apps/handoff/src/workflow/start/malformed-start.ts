import { handoffInputMismatch } from '@baton/workflows';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/**
 * Whether the latest run of a handoff's workflow has an input that makes it fail. Until a worker gets to it, the run
 * occupies the handoff's id.
 */
export async function isMalformedStart({ workflowService, options }: Client, handoffId: string): Promise<boolean> {
  const { history } = await workflowService.getWorkflowExecutionHistory({
    namespace: options.namespace,
    execution: { workflowId: handoffId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const [payload] = started?.input?.payloads ?? [];
  try {
    return !payload || handoffInputMismatch(defaultPayloadConverter.fromPayload(payload), handoffId) !== undefined;
  } catch {
    return true;
  }
}
