import { proxyActivities } from '@temporalio/workflow';
import type { SilentSourcesActivities, SilentSourceFindings } from './silent-sources.contract.ts';

/** It fails while leads wait to be read, which may take a while after an outage. */
const { detectSilentSources: lookForSilentSources } = proxyActivities<SilentSourcesActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
});

/** A form that breaks says nothing: that its leads stay away is noticed here. */
export async function silentSources(): Promise<SilentSourceFindings> {
  return lookForSilentSources();
}
