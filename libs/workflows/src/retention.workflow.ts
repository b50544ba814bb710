import { proxyActivities } from '@temporalio/workflow';
import type { RetentionActivities } from './retention.contract.ts';

const { purgeRefusedBodies } = proxyActivities<RetentionActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '5 minutes' },
});

/** Deletes personal data that never became a lead. */
export async function retention(): Promise<{ refusedBodies: number }> {
  return { refusedBodies: await purgeRefusedBodies() };
}
