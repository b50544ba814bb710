import { proxyActivities } from '@temporalio/workflow';
import type { LettingGoActivities } from './letting-go.contract.ts';

const { letRefusedBodiesGo } = proxyActivities<LettingGoActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '5 minutes' },
});

/** What is personal and became nothing is not kept for ever. */
export async function lettingGo(): Promise<{ refusedBodies: number }> {
  return { refusedBodies: await letRefusedBodiesGo() };
}
