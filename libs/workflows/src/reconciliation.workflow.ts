import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type {
  ReconciliationActivities,
  ReconciliationFindings,
  ReconciliationPage,
  ReconciliationPageRequest,
  ReconciliationRequest,
} from './reconciliation.contract.ts';

/** A page is small, so that the work of a worker that died is soon taken up by another. */
const { reconcileOpenHandoffs: openHandoffs, reconcileRunningWorkflows: runningWorkflows } =
  proxyActivities<ReconciliationActivities>({
    startToCloseTimeout: '2 minutes',
    retry: { initialInterval: '1s', maximumInterval: '1 minute' },
  });

/** So many are named; whoever has more to look at begins with these. */
const MAXIMUM_LISTED = 50;

/**
 * The record leads. Whatever was lost with Temporal, or in it, comes back from PostgreSQL: afterwards every handoff
 * whose record is open has a workflow, and none is behind its record.
 */
export async function reconciliation({ afterRestore }: ReconciliationRequest): Promise<ReconciliationFindings> {
  let findings: ReconciliationFindings = {
    checked: 0,
    started: 0,
    notified: 0,
    replaced: 0,
    ahead: [],
    unresponsive: [],
  };

  await forEachPage('open handoffs', (summary, after) =>
    openHandoffs.executeWithOptions({ summary }, [pageRequest(after)]),
  );
  await forEachPage('running workflows', (summary, after) =>
    runningWorkflows.executeWithOptions({ summary }, [pageRequest(after)]),
  );
  return findings;

  function pageRequest(after: string): ReconciliationPageRequest {
    return { afterRestore, cursor: after };
  }

  async function forEachPage(
    subject: string,
    reconcilePage: (summary: string, after: string) => Promise<ReconciliationPage>,
  ): Promise<void> {
    let page = 1;
    for (let after: string | undefined = ''; after !== undefined; page += 1) {
      const found: ReconciliationPage = await reconcilePage(`${subject}, page ${page}`, after);
      findings = addFindings(findings, found.findings);
      setCurrentDetails(formatDetails(findings));
      after = found.nextCursor;
    }
  }
}

const mergeIds = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set([...one, ...other])].slice(0, MAXIMUM_LISTED);

function addFindings(one: ReconciliationFindings, other: ReconciliationFindings): ReconciliationFindings {
  return {
    checked: one.checked + other.checked,
    started: one.started + other.started,
    notified: one.notified + other.notified,
    replaced: one.replaced + other.replaced,
    ahead: mergeIds(one.ahead, other.ahead),
    unresponsive: mergeIds(one.unresponsive, other.unresponsive),
  };
}

/** What ops read beside it in the Temporal UI. */
function formatDetails({
  checked: looked,
  started,
  notified: told,
  replaced,
  ahead,
  unresponsive: silent,
}: ReconciliationFindings): string {
  return [
    `Looked at ${looked}: ${started} started from their record, ${told} told of it, ${replaced} replaced after a restore.`,
    ...(ahead.length > 0 ? [`**Ahead of their record:** ${ahead.join(', ')}.`] : []),
    ...(silent.length > 0 ? [`**Do not answer:** ${silent.join(', ')}.`] : []),
  ].join('\n\n');
}
