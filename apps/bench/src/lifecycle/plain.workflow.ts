/** The peer of the handoff: takes the same Updates and writes one row for each, and nothing else. */
import {
  allHandlersFinished,
  condition,
  proxyLocalActivities,
  setDefaultUpdateHandler,
  workflowInfo,
} from '@temporalio/workflow';

export interface PlainActivities {
  writeRow(workflowId: string, version: number, body: unknown): Promise<void>;
}

/** The start's row and one for each of three commands. */
const LAST_VERSION = 4;

const { writeRow } = proxyLocalActivities<PlainActivities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

export async function plain(beginning: unknown): Promise<number> {
  let version = 0;
  const write = async (body: unknown): Promise<{ version: number }> => {
    version += 1;
    const own = version;
    await writeRow(workflowInfo().workflowId, own, body);
    return { version: own };
  };
  setDefaultUpdateHandler((_update, body) => write(body));
  await write(beginning);
  await condition(() => version >= LAST_VERSION && allHandlersFinished());
  return version;
}
