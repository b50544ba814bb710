import type { HandoffState } from '@baton/domain';
import { STATE_QUERY, SYNC_RECORD_UPDATE } from '@baton/workflows';
import type { CommandResult, HandoffInput } from '@baton/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/** An idle worker responds within milliseconds, and replays a long history within a second. */
const RESPONSE_MILLISECONDS = 8000;

/** What Temporal knows about the workflow of a handoff. */
export type WorkflowStatus =
  { status: 'missing' } | { status: 'completed' } | { status: 'running'; version: number } | { status: 'unresponsive' };

/** Queries the version that the workflow knows, which leaves no event in its history. */
export async function workflowStatusOf(client: Client, handoffId: string): Promise<WorkflowStatus> {
  const handle = client.workflow.getHandle(handoffId);
  const status = await executionStatusOf(handle);
  if (status !== 'RUNNING') return { status: status === 'COMPLETED' ? 'completed' : 'missing' };
  try {
    const { version } = await withDeadline(client, () => handle.query<HandoffState>(STATE_QUERY));
    return { status: 'running', version };
  } catch {
    return { status: 'unresponsive' };
  }
}

async function executionStatusOf(handle: WorkflowHandle): Promise<string> {
  try {
    return (await handle.describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'NOT_FOUND';
    throw error;
  }
}

/** Makes the workflow read the steps that its record holds beyond its version. */
export async function syncWorkflow(client: Client, handoffId: string): Promise<void> {
  const handle = client.workflow.getHandle(handoffId);
  await withDeadline(client, () => handle.executeUpdate<CommandResult, []>(SYNC_RECORD_UPDATE));
}

/** The input of the workflow's first event, without the state of a continued run. */
export async function handoffInputOf(client: Client, handoffId: string): Promise<HandoffInput> {
  const { events } = await client.workflow.getHandle(handoffId).fetchHistory();
  const [payload] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  if (!payload) throw new Error(`Handoff ${handoffId}: its history does not start with an input`);
  const { state: _, ...input } = defaultPayloadConverter.fromPayload<HandoffInput>(payload);
  return input;
}

const withDeadline = <T>(client: Client, work: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + RESPONSE_MILLISECONDS, work);
