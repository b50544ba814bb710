import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { Logger, PgPool } from '@baton/service';
import { HANDOFF_WORKFLOW } from '@baton/workflows';
import type {
  ReconciliationActivities,
  ReconciliationFindings,
  ReconciliationPage,
  ReconciliationPageRequest,
} from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { AgreementStore } from '../../agreements/agreement-store.ts';
import { openHandoffIds, recordStatusOf, withoutOpenRecord } from '../../handoff-row/open-records.ts';
import { waitingPostponements } from '../../handoff-row/postponed-handoffs.ts';
import { restartPostponement } from '../start/postponement-workflows.ts';
import { WorkflowStarter } from '../start/workflow-starter.ts';
import { handoffInputOf, syncWorkflow, workflowStatusOf } from './workflow-status.ts';

/** Small enough to finish within the activity's timeout even if no workflow responds. */
const PAGE_SIZE = 50;
const RUNNING_PAGE_SIZE = 100;
const CONCURRENT_CHECKS = 8;

type Finding = 'in-sync' | 'started' | 'notified' | 'replaced' | 'ahead' | 'unresponsive';

const REPLACED_REASON = 'The record was restored to an earlier point in time and wins: a new run continues from it.';

/** Brings workflows in sync with their records. Running it twice changes nothing more. */
@Injectable()
export class Reconciliation implements ReconciliationActivities {
  readonly #client: Client;
  readonly #on: SqlExecutor;
  readonly #starter: WorkflowStarter;
  readonly #agreements: AgreementStore;
  readonly #logger: Logger;

  constructor(client: Client, pool: PgPool, starter: WorkflowStarter, agreements: AgreementStore, logger: Logger) {
    this.#client = client;
    this.#on = sqlExecutorOf(pool);
    this.#starter = starter;
    this.#agreements = agreements;
    this.#logger = logger;
  }

  /** A plain object: the worker does not look for activities on a prototype. */
  asActivities(): ReconciliationActivities {
    return {
      reconcileOpenHandoffs: (request) => this.reconcileOpenHandoffs(request),
      reconcileRunningWorkflows: (request) => this.reconcileRunningWorkflows(request),
      reconcilePostponements: (request) => this.reconcilePostponements(request),
    };
  }

  async reconcileOpenHandoffs({ cursor: after, afterRestore }: ReconciliationPageRequest): Promise<ReconciliationPage> {
    const page = await openHandoffIds(this.#on, after, PAGE_SIZE);
    const findings = await this.#reconcileAll(page, afterRestore);
    const last = page.at(-1);
    return page.length < PAGE_SIZE || last === undefined ? { findings } : { findings, nextCursor: last };
  }

  async reconcileRunningWorkflows({
    cursor: after,
    afterRestore,
  }: ReconciliationPageRequest): Promise<ReconciliationPage> {
    const { executions, nextPageToken } = await this.#client.workflowService.listWorkflowExecutions({
      namespace: this.#client.options.namespace,
      query: `WorkflowType = "${HANDOFF_WORKFLOW}" AND ExecutionStatus = "Running"`,
      pageSize: RUNNING_PAGE_SIZE,
      nextPageToken: Buffer.from(after, 'base64'),
    });
    const handoffIds = executions.flatMap(({ execution }) => execution?.workflowId ?? []);
    const findings = await this.#reconcileAll(await withoutOpenRecord(this.#on, handoffIds), afterRestore);
    const next = Buffer.from(nextPageToken ?? []).toString('base64');
    return next === '' ? { findings } : { findings, nextCursor: next };
  }

  async reconcilePostponements({ cursor: after }: ReconciliationPageRequest): Promise<ReconciliationPage> {
    const page = await waitingPostponements(this.#on, after, PAGE_SIZE);
    let started = 0;
    for (const postponed of page) {
      const agreement = await this.#agreements.document(postponed.agreementVersion);
      if (await restartPostponement(this.#client, postponed, agreement)) started += 1;
    }
    const findings = { checked: page.length, started, notified: 0, replaced: 0, ahead: [], unresponsive: [] };
    const last = page.at(-1);
    return page.length < PAGE_SIZE || last === undefined ? { findings } : { findings, nextCursor: last.handoffId };
  }

  async #reconcileAll(handoffIds: readonly string[], afterRestore: boolean): Promise<ReconciliationFindings> {
    const results: { handoffId: string; finding: Finding }[] = [];
    const remaining = [...handoffIds];
    const reconcileRemaining = async (): Promise<void> => {
      for (let handoffId = remaining.shift(); handoffId !== undefined; handoffId = remaining.shift())
        results.push({ handoffId, finding: await this.#reconcile(handoffId, afterRestore) });
    };
    await Promise.all(Array.from({ length: CONCURRENT_CHECKS }, reconcileRemaining));
    const idsWith = (wanted: Finding): string[] =>
      results.flatMap(({ handoffId, finding }) => (finding === wanted ? [handoffId] : []));
    const [ahead, unresponsive] = [idsWith('ahead'), idsWith('unresponsive')];
    if (ahead.length > 0) this.#logger.error({ handoffIds: ahead }, 'Workflows are ahead of their record');
    if (unresponsive.length > 0) this.#logger.warn({ handoffIds: unresponsive }, 'Workflows do not respond');
    const [started, notified, replaced] = [
      idsWith('started').length,
      idsWith('notified').length,
      idsWith('replaced').length,
    ];
    return { checked: handoffIds.length, started, notified, replaced, ahead, unresponsive };
  }

  async #reconcile(handoffId: string, afterRestore: boolean): Promise<Finding> {
    // Read the workflow first: it commits before it has the new version, so only a restored record can be behind it.
    const workflow = await workflowStatusOf(this.#client, handoffId);
    const record = await recordStatusOf(this.#on, handoffId);
    switch (workflow.status) {
      case 'unresponsive':
        return 'unresponsive';
      case 'missing':
        return (await this.#starter.restartFromRecord(handoffId)) ? 'started' : 'in-sync';
      case 'completed':
        if (!record.isOpen) return 'in-sync';
        return afterRestore ? this.#replace(handoffId) : 'ahead';
      case 'running':
        if (workflow.version === record.version) return 'in-sync';
        if (workflow.version < record.version) return this.#sync(handoffId);
        return afterRestore ? this.#replace(handoffId) : 'ahead';
    }
  }

  async #sync(handoffId: string): Promise<Finding> {
    try {
      await syncWorkflow(this.#client, handoffId);
      return 'notified';
    } catch {
      // Either the workflow completed with this, or it does not respond, and the next run finds it again.
      const workflow = await workflowStatusOf(this.#client, handoffId);
      return workflow.status === 'completed' ? 'notified' : 'unresponsive';
    }
  }

  /** Terminates the run, whose history stays readable. A handoff without a record starts with its original input. */
  async #replace(handoffId: string): Promise<Finding> {
    const handle = this.#client.workflow.getHandle(handoffId);
    const input = await handoffInputOf(this.#client, handoffId);
    await handle.terminate(REPLACED_REASON).catch(() => undefined);
    const { version } = await recordStatusOf(this.#on, handoffId);
    if (version === 0) await this.#starter.start(input, WorkflowIdReusePolicy.ALLOW_DUPLICATE);
    else await this.#starter.restartFromRecord(handoffId, WorkflowIdReusePolicy.ALLOW_DUPLICATE);
    return 'replaced';
  }
}
