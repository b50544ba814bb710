import proto from '@temporalio/proto';
import type { WorkflowHandle } from '@temporalio/client';

const { EVENT_TYPE_WORKFLOW_TASK_FAILED } = proto.temporal.api.enums.v1.EventType;

/** How many workflow tasks failed. A workflow whose task fails forever is stuck. */
export async function failedTasksOf(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter(({ eventType }) => eventType === EVENT_TYPE_WORKFLOW_TASK_FAILED).length;
}
