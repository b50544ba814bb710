import type { Client } from '@temporalio/client';

/** A kind of workflow that runs from start to end with three commands. */
export interface Lifecycle {
  readonly name: string;
  start(client: Client): Promise<string>;
  /** The owner of each workflow. Workflows that have not written anything yet are missing. */
  owners(workflowIds: readonly string[]): Promise<Map<string, string>>;
  /** The three commands of a happy handoff, sent by its owner. */
  commands(ownerId: string): readonly (() => { update: string; updateId: string; argument: unknown })[];
}

/** The same timeout as in command-gateway.ts of the handoff service. */
const UPDATE_TIMEOUT_MILLISECONDS = 4500;

/** Sends the commands one after the other, and returns the milliseconds that each took. */
export async function runCommands(
  client: Client,
  lifecycle: Lifecycle,
  workflowId: string,
  ownerId: string,
): Promise<number[]> {
  const handle = client.workflow.getHandle(workflowId);
  const times: number[] = [];
  for (const createUpdate of lifecycle.commands(ownerId)) {
    const { update, updateId, argument } = createUpdate();
    const begin = performance.now();
    await client.withDeadline(Date.now() + UPDATE_TIMEOUT_MILLISECONDS, () =>
      handle.executeUpdate(update, { updateId, args: [argument] }),
    );
    times.push(performance.now() - begin);
  }
  return times;
}
