import type { HandoffState } from '@baton/domain';
import { CATCH_UP_UPDATE, STATE_QUERY } from '@baton/workflows';
import type { CommandAnswer, HandoffBeginning } from '@baton/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/** A worker that has time answers within milliseconds, and replays a long history within a second. */
const ANSWER_MILLISECONDS = 8000;

/** What Temporal knows of a handoff. */
export type Known = { is: 'missing' } | { is: 'completed' } | { is: 'running'; version: number } | { is: 'silent' };

/** Asks for the version that the workflow knows; asking leaves nothing in its history. */
export async function knownOf(client: Client, handoffId: string): Promise<Known> {
  const handle = client.workflow.getHandle(handoffId);
  const status = await statusOf(handle);
  if (status !== 'RUNNING') return { is: status === 'COMPLETED' ? 'completed' : 'missing' };
  try {
    const { version } = await within(client, () => handle.query<HandoffState>(STATE_QUERY));
    return { is: 'running', version };
  } catch {
    return { is: 'silent' };
  }
}

async function statusOf(handle: WorkflowHandle): Promise<string> {
  try {
    return (await handle.describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'NOT_FOUND';
    throw error;
  }
}

/** Lets the workflow read what the record holds beyond it. */
export async function tell(client: Client, handoffId: string): Promise<void> {
  const handle = client.workflow.getHandle(handoffId);
  await within(client, () => handle.executeUpdate<CommandAnswer, []>(CATCH_UP_UPDATE));
}

/** What the handoff began with, as the first event of its workflow tells; without the state that a long one continued with. */
export async function beganWith(client: Client, handoffId: string): Promise<HandoffBeginning> {
  const { events } = await client.workflow.getHandle(handoffId).fetchHistory();
  const [payload] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  if (!payload) throw new Error(`Handoff ${handoffId}: its history does not begin with what it is`);
  const { state: _, ...beginning } = defaultPayloadConverter.fromPayload<HandoffBeginning>(payload);
  return beginning;
}

const within = <T>(client: Client, work: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + ANSWER_MILLISECONDS, work);
