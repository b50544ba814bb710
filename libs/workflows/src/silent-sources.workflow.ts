import { proxyActivities } from '@temporalio/workflow';
import type { SilentSourceFindings, SilentSourcesActivities } from './silent-sources.contract.ts';

/** The activity fails while captured leads are unread, which can take a while after an outage. */
const { detectSilentSources } = proxyActivities<SilentSourcesActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
});

/** A broken form reports no error: its leads stop coming, and this notices it. */
export async function silentSources(): Promise<SilentSourceFindings> {
  return detectSilentSources();
}
