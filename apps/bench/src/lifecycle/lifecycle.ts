import type { Client } from '@temporalio/client';

/** One kind of workflow, driven from its start to its end as the other kind is. */
export interface Lifecycle {
  readonly name: string;
  start(client: Client): Promise<string>;
  /** Who owns each of these workflows by now; those that have written nothing yet are missing. */
  owners(workflowIds: readonly string[]): Promise<Map<string, string>>;
  /** The three commands of a happy handoff, one after the other, by its owner. */
  commands(ownerId: string): readonly (() => { update: string; updateId: string; argument: unknown })[];
}

/** As long as the controller gives an Update. */
const UPDATE_TIMEOUT_MILLISECONDS = 4500;

/** The commands one after the other; answers how long each took. */
export async function runCommands(
  client: Client,
  lifecycle: Lifecycle,
  workflowId: string,
  ownerId: string,
): Promise<number[]> {
  const handle = client.workflow.getHandle(workflowId);
  const times: number[] = [];
  for (const make of lifecycle.commands(ownerId)) {
    const { update, updateId, argument } = make();
    const begin = performance.now();
    await client.withDeadline(Date.now() + UPDATE_TIMEOUT_MILLISECONDS, () =>
      handle.executeUpdate(update, { updateId, args: [argument] }),
    );
    times.push(performance.now() - begin);
  }
  return times;
}
