/**
 * The peer of the handoff in the measurement of cost, a straightforward first version: each step is an Update, a timer
 * until the next step, and an activity. It takes the same commands, but has no record, search attributes or details.
 */
import {
  allHandlersFinished,
  condition,
  proxyActivities,
  setDefaultUpdateHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PeerActivities } from './peer-activities.ts';

const { writeRow } = proxyActivities<PeerActivities>({ startToCloseTimeout: '10s' });

/** @param lastVersion one for the start and one for each command */
export async function stepwise(input: unknown, lastVersion: number): Promise<number> {
  let startedSteps = 0;
  let version = 0;
  const step = async (body: unknown): Promise<{ version: number }> => {
    startedSteps += 1;
    const own = startedSteps;
    await writeRow(workflowInfo().workflowId, own, body);
    version = own;
    return { version: own };
  };
  setDefaultUpdateHandler((_update, body) => step(body));
  await step(input);
  while (version < lastVersion) {
    const before = version;
    await condition(() => version > before, '15 minutes');
  }
  await condition(allHandlersFinished);
  return version;
}
