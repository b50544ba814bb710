/** The peer of the handoff for history and lifecycles: takes the same Updates, and only writes a row for each. */
import {
  allHandlersFinished,
  condition,
  proxyLocalActivities,
  setDefaultUpdateHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PeerActivities } from './peer-activities.ts';

/** One row for the start and one for each of three commands. */
const LAST_VERSION = 4;

const { writeRow } = proxyLocalActivities<PeerActivities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

export async function plain(input: unknown): Promise<number> {
  let version = 0;
  const write = async (body: unknown): Promise<{ version: number }> => {
    version += 1;
    const own = version;
    await writeRow(workflowInfo().workflowId, own, body);
    return { version: own };
  };
  setDefaultUpdateHandler((_update, body) => write(body));
  await write(input);
  await condition(() => version >= LAST_VERSION && allHandlersFinished());
  return version;
}
