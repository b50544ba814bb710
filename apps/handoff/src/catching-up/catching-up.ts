import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { Logger, PgPool } from '@baton/service';
import { HANDOFF_WORKFLOW } from '@baton/workflows';
import type { CatchingUpActivities, CatchingUpFindings, CatchingUpPage, CatchingUpPageRequest } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { HandoffRuns } from '../start/handoff-runs.ts';
import { beganWith, knownOf, tell } from './known-workflow.ts';
import { openHandoffIds, recordedNow, withoutOpenRecord } from './open-rows.ts';

/** Small enough to be done within the activity's time even if none of them answers. */
const PAGE = 50;
const RUNNING_PAGE = 100;
const AT_ONCE = 8;

type Finding = 'level' | 'started' | 'told' | 'replaced' | 'ahead' | 'silent';

const REPLACED = 'The record was restored to an earlier moment, and leads: a new run takes it over.';

/** Brings workflows level with their records. Whatever is asked twice finds that nothing is left to do. */
@Injectable()
export class CatchingUp implements CatchingUpActivities {
  readonly #client: Client;
  readonly #on: SqlExecutor;
  readonly #runs: HandoffRuns;
  readonly #logger: Logger;

  constructor(client: Client, pool: PgPool, runs: HandoffRuns, logger: Logger) {
    this.#client = client;
    this.#on = sqlExecutorOf(pool);
    this.#runs = runs;
    this.#logger = logger;
  }

  /** A class keeps its methods where a worker does not look for them. */
  asActivities(): CatchingUpActivities {
    return {
      openHandoffs: (request) => this.openHandoffs(request),
      runningWorkflows: (request) => this.runningWorkflows(request),
    };
  }

  async openHandoffs({ after, afterRestore }: CatchingUpPageRequest): Promise<CatchingUpPage> {
    const page = await openHandoffIds(this.#on, after, PAGE);
    const findings = await this.#lookAt(page, afterRestore);
    const last = page.at(-1);
    return page.length < PAGE || last === undefined ? { findings } : { findings, after: last };
  }

  async runningWorkflows({ after, afterRestore }: CatchingUpPageRequest): Promise<CatchingUpPage> {
    const { executions, nextPageToken } = await this.#client.workflowService.listWorkflowExecutions({
      namespace: this.#client.options.namespace,
      query: `WorkflowType = "${HANDOFF_WORKFLOW}" AND ExecutionStatus = "Running"`,
      pageSize: RUNNING_PAGE,
      nextPageToken: Buffer.from(after, 'base64'),
    });
    const handoffIds = executions.flatMap(({ execution }) => execution?.workflowId ?? []);
    const findings = await this.#lookAt(await withoutOpenRecord(this.#on, handoffIds), afterRestore);
    const next = Buffer.from(nextPageToken ?? []).toString('base64');
    return next === '' ? { findings } : { findings, after: next };
  }

  async #lookAt(handoffIds: readonly string[], afterRestore: boolean): Promise<CatchingUpFindings> {
    const found: { handoffId: string; finding: Finding }[] = [];
    const waiting = [...handoffIds];
    const lane = async (): Promise<void> => {
      for (let handoffId = waiting.shift(); handoffId !== undefined; handoffId = waiting.shift())
        found.push({ handoffId, finding: await this.#level(handoffId, afterRestore) });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const those = (wanted: Finding): string[] =>
      found.flatMap(({ handoffId, finding }) => (finding === wanted ? [handoffId] : []));
    const [ahead, silent] = [those('ahead'), those('silent')];
    if (ahead.length > 0) this.#logger.error({ handoffIds: ahead }, 'Workflows are ahead of their record');
    if (silent.length > 0) this.#logger.warn({ handoffIds: silent }, 'Workflows do not answer');
    const [started, told, replaced] = [those('started').length, those('told').length, those('replaced').length];
    return { looked: handoffIds.length, started, told, replaced, ahead, silent };
  }

  async #level(handoffId: string, afterRestore: boolean): Promise<Finding> {
    // First the workflow, then the record: it commits before it knows, so that only a lost record is behind it.
    const known = await knownOf(this.#client, handoffId);
    const recorded = await recordedNow(this.#on, handoffId);
    switch (known.is) {
      case 'silent':
        return 'silent';
      case 'missing':
        return (await this.#runs.beginAgain(handoffId)) ? 'started' : 'level';
      case 'completed':
        if (!recorded.isOpen) return 'level';
        return afterRestore ? this.#replace(handoffId) : 'ahead';
      case 'running':
        if (known.version === recorded.version) return 'level';
        if (known.version < recorded.version) return this.#tell(handoffId);
        return afterRestore ? this.#replace(handoffId) : 'ahead';
    }
  }

  async #tell(handoffId: string): Promise<Finding> {
    try {
      await tell(this.#client, handoffId);
      return 'told';
    } catch {
      // Told just now, and it ended with it; or it does not answer, and the next round finds it again.
      const known = await knownOf(this.#client, handoffId);
      return known.is === 'completed' ? 'told' : 'silent';
    }
  }

  /** Its history stays to be read. A handoff that the restored record does not know begins as it once began. */
  async #replace(handoffId: string): Promise<Finding> {
    const handle = this.#client.workflow.getHandle(handoffId);
    const beginning = await beganWith(this.#client, handoffId);
    await handle.terminate(REPLACED).catch(() => undefined);
    const { version } = await recordedNow(this.#on, handoffId);
    if (version === 0) await this.#runs.begin(beginning, WorkflowIdReusePolicy.ALLOW_DUPLICATE);
    else await this.#runs.beginAgain(handoffId, WorkflowIdReusePolicy.ALLOW_DUPLICATE);
    return 'replaced';
  }
}
