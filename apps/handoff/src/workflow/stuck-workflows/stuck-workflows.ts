import type { ServiceTicketKind } from '@baton/domain';
import { databaseTime, inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { BackgroundLoop, Logger, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client } from '@temporalio/client';
import { openHandoffIds } from '../../handoff-row/open-records.ts';
import { closeServiceTicket, openServiceTicket } from '../../tickets/service-tickets.ts';
import { failingAttemptsOf } from './failing-task.ts';

const KIND: ServiceTicketKind = 'workflow-stuck';

const PAUSE_MILLISECONDS = 60_000;
/** Every open handoff is checked within so many rounds, up to the size of a page. */
const ROUNDS_FOR_ALL_HANDOFFS = 3;
const LARGEST_PAGE = 500;
const MOST_SUSPECTS = 200;
const CONCURRENT_CHECKS = 4;

/**
 * Opens a ticket for each workflow whose task keeps failing, and closes it when the workflow continues. It runs in the
 * service and not as a workflow, because a worker that fails every task would fail that one as well.
 */
@Injectable()
export class StuckWorkflows implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #client: Client;
  readonly #pool: PgPool;
  readonly #logger: Logger;
  readonly #loop: BackgroundLoop;
  /** The last handoff of the page that was checked in turn. */
  #lastChecked = '';

  constructor(client: Client, pool: PgPool, logger: Logger) {
    this.#client = client;
    this.#pool = pool;
    this.#logger = logger;
    this.#loop = new BackgroundLoop({
      round: () => this.check(),
      pauseMilliseconds: PAUSE_MILLISECONDS,
      logger,
      failureMessage: 'Workflows could not be checked for failing tasks; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  /** Only one replica does this at a time. */
  async check(): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      if (!(await tryLock(transaction))) return;
      const withTicket = await workflowsWithTicket(transaction);
      const suspects = [
        ...withTicket,
        ...(await overdueHandoffs(transaction)),
        ...(await this.#nextHandoffs(transaction)),
        ...(await this.#reportedByTemporal()),
      ];
      const failing = await this.#failingOf([...new Set(suspects)]);
      const at = await databaseTime(transaction);
      for (const [workflowId, failedAttempts] of failing) {
        const cause = { workflowId, failedAttempts };
        await openServiceTicket(transaction, { kind: KIND, subject: workflowId, cause, at });
      }
      for (const workflowId of withTicket)
        if (!failing.has(workflowId)) await closeServiceTicket(transaction, { kind: KIND, subject: workflowId, at });
      if (failing.size > 0)
        this.#logger.error(
          { workflowIds: [...failing.keys()] },
          'Workflows are stuck because their task keeps failing',
        );
    });
  }

  async #failingOf(workflowIds: readonly string[]): Promise<Map<string, number>> {
    const failing = new Map<string, number>();
    const remaining = [...workflowIds];
    const checkRemaining = async (): Promise<void> => {
      for (let workflowId = remaining.shift(); workflowId !== undefined; workflowId = remaining.shift()) {
        const attempts = await failingAttemptsOf(this.#client, workflowId);
        if (attempts !== undefined) failing.set(workflowId, attempts);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_CHECKS }, checkRemaining));
    return failing;
  }

  /** The open handoffs whose turn it is. A failing task need not make a deadline pass. */
  async #nextHandoffs(on: SqlExecutor): Promise<string[]> {
    const [open] = await on.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM handoff.handoff WHERE stage <> 'ended'`,
    );
    const size = Math.min(Math.ceil((open?.count ?? 0) / ROUNDS_FOR_ALL_HANDOFFS), LARGEST_PAGE);
    const page = size === 0 ? [] : await openHandoffIds(on, this.#lastChecked, size);
    this.#lastChecked = page.length < size ? '' : (page.at(-1) ?? '');
    return page;
  }

  /** Workflows of any type, as far as Temporal's visibility has noticed. Servers before 1.29 do not know the attribute. */
  async #reportedByTemporal(): Promise<string[]> {
    try {
      const { executions } = await this.#client.workflowService.listWorkflowExecutions({
        namespace: this.#client.options.namespace,
        query: `ExecutionStatus = "Running" AND TemporalReportedProblems IS NOT NULL`,
        pageSize: MOST_SUSPECTS,
      });
      return executions.flatMap(({ execution }) => execution?.workflowId ?? []);
    } catch {
      return [];
    }
  }
}

async function tryLock(on: SqlExecutor): Promise<boolean> {
  const [lock] = await on.query<{ acquired: boolean }[]>('SELECT pg_try_advisory_xact_lock(hashtext($1)) AS acquired', [
    `baton.${KIND}`,
  ]);
  return lock?.acquired ?? false;
}

async function workflowsWithTicket(on: SqlExecutor): Promise<string[]> {
  const rows = await on.query<{ workflowId: string }[]>(
    `SELECT cause ->> 'workflowId' AS "workflowId" FROM handoff.ticket WHERE kind = $1 AND closed_at IS NULL`,
    [KIND],
  );
  return rows.map(({ workflowId }) => workflowId);
}

/** Handoffs whose promise was due a minute ago and is neither kept nor broken. */
async function overdueHandoffs(on: SqlExecutor): Promise<string[]> {
  const rows = await on.query<{ handoffId: string }[]>(
    `SELECT handoff_id AS "handoffId" FROM handoff.handoff
     WHERE stage <> 'ended' AND next_due_at < now() - interval '1 minute' ORDER BY next_due_at LIMIT $1`,
    [MOST_SUSPECTS],
  );
  return rows.map(({ handoffId }) => handoffId);
}
