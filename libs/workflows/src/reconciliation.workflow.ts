import { ApplicationFailure, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { MALFORMED } from './handoff.contract.ts';
import type {
  ReconciliationActivities,
  ReconciliationFindings,
  ReconciliationPage,
  ReconciliationPageRequest,
  ReconciliationRequest,
} from './reconciliation.contract.ts';

/** Pages are small and the timeout is short, so that another worker soon takes over the page of one that died. */
const { reconcileOpenHandoffs, reconcileRunningWorkflows, reconcilePostponements } =
  proxyActivities<ReconciliationActivities>({
    startToCloseTimeout: '2 minutes',
    retry: { initialInterval: '1s', maximumInterval: '1 minute' },
  });

type ReconcilePage = (summary: string, page: ReconciliationPageRequest) => Promise<ReconciliationPage>;

const MAXIMUM_LISTED_IDS = 50;

/**
 * Restores from PostgreSQL what Temporal lost. Afterwards every handoff with an open record has a workflow, and no
 * workflow is behind its record.
 */
export async function reconciliation(request: ReconciliationRequest): Promise<ReconciliationFindings> {
  const afterRestore = readAfterRestore(request);
  let findings: ReconciliationFindings = {
    checked: 0,
    started: 0,
    notified: 0,
    replaced: 0,
    ahead: [],
    unresponsive: [],
  };

  await forEachPage('open handoffs', (summary, page) => reconcileOpenHandoffs.executeWithOptions({ summary }, [page]));
  await forEachPage('running workflows', (summary, page) =>
    reconcileRunningWorkflows.executeWithOptions({ summary }, [page]),
  );
  await forEachPage('postponed leads', (summary, page) =>
    reconcilePostponements.executeWithOptions({ summary }, [page]),
  );
  return findings;

  async function forEachPage(subject: string, reconcilePage: ReconcilePage): Promise<void> {
    let cursor: string | undefined = '';
    for (let page = 1; cursor !== undefined; page += 1) {
      const result: ReconciliationPage = await reconcilePage(`${subject}, page ${page}`, { afterRestore, cursor });
      findings = addFindings(findings, result.findings);
      setCurrentDetails(formatDetails(findings));
      cursor = result.nextCursor;
    }
  }
}

/** A start with another input must not replace workflows, and must not leave one whose task fails forever. */
function readAfterRestore(received: unknown): boolean {
  const { afterRestore } = (received ?? {}) as Record<string, unknown>;
  if (typeof afterRestore === 'boolean') return afterRestore;
  throw ApplicationFailure.nonRetryable(
    'The input must be {"afterRestore": true} or {"afterRestore": false}.',
    MALFORMED,
  );
}

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

const mergeIds = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set([...one, ...other])].slice(0, MAXIMUM_LISTED_IDS);

function formatDetails({ checked, started, notified, replaced, ahead, unresponsive }: ReconciliationFindings): string {
  return [
    `- Checked: ${checked}`,
    `- Started from their record: ${started}`,
    `- Notified of new steps: ${notified}`,
    `- Replaced after a restore: ${replaced}`,
    ...(ahead.length > 0 ? [`- **Ahead of their record:** ${ahead.join(', ')}`] : []),
    ...(unresponsive.length > 0 ? [`- **Unresponsive:** ${unresponsive.join(', ')}`] : []),
  ].join('\n');
}
