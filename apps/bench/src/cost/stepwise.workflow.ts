/**
 * What one would write first: each step is an Update, a timer until the next one, and an activity. It takes the very
 * same commands as the handoff, and keeps no record, no search attributes and no details.
 */
import {
  allHandlersFinished,
  condition,
  proxyActivities,
  setDefaultUpdateHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PlainActivities } from '../lifecycle/plain.workflow.ts';

const { writeRow } = proxyActivities<PlainActivities>({ startToCloseTimeout: '10s' });

/** @param lastVersion the start and one for each command */
export async function stepwise(beginning: unknown, lastVersion: number): Promise<number> {
  let begun = 0;
  let version = 0;
  const step = async (body: unknown): Promise<{ version: number }> => {
    begun += 1;
    const own = begun;
    await writeRow(workflowInfo().workflowId, own, body);
    version = own;
    return { version: own };
  };
  setDefaultUpdateHandler((_update, body) => step(body));
  await step(beginning);
  while (version < lastVersion) {
    const before = version;
    await condition(() => version > before, '15 minutes');
  }
  await condition(allHandlersFinished);
  return version;
}
