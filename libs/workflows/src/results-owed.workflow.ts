import { proxyActivities } from '@temporalio/workflow';
import type { ResultsOwedActivities, ResultsOwedFindings } from './results-owed.contract.ts';

const { findResultsOwed } = proxyActivities<ResultsOwedActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
});

/** The workflow of an SQL has ended, so no clock of it runs: this finds those without an outcome. */
export async function resultsOwed(): Promise<ResultsOwedFindings> {
  return findResultsOwed();
}
