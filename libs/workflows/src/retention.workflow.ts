import { proxyActivities } from '@temporalio/workflow';
import type { RetentionActivities } from './retention.contract.ts';

const { purgeRefusedBodies: letRefusedBodiesGo } = proxyActivities<RetentionActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '5 minutes' },
});

/** What is personal and became nothing is not kept for ever. */
export async function retention(): Promise<{ refusedBodies: number }> {
  return { refusedBodies: await letRefusedBodiesGo() };
}
