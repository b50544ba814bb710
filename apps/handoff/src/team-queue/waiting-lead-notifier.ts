import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { BackgroundLoop, Logger, PgPool } from '@baton/service';
import { TEAM_CHANGED_SIGNAL } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import { scheduleTeamChange } from './team-changes.ts';
import { TeamQueue } from './team-queue.ts';

const IDLE_MILLISECONDS = 500;
const SIGNAL_TIMEOUT_MILLISECONDS = 5_000;

/**
 * Tells leads that wait for an owner that their team has changed. The changes stand in a table, written in the
 * transactions that made them, so that none is lost; told twice, a lead merely looks again.
 */
@Injectable()
export class WaitingLeadNotifier implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: PgPool;
  readonly #on: SqlExecutor;
  readonly #client: Client;
  readonly #waiting: TeamQueue;
  readonly #loop: BackgroundLoop;

  constructor(pool: PgPool, client: Client, waiting: TeamQueue, logger: Logger) {
    this.#pool = pool;
    this.#on = sqlExecutorOf(pool);
    this.#client = client;
    this.#waiting = waiting;
    this.#loop = new BackgroundLoop({
      round: () => this.notifyChanges(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      failureMessage: 'Waiting leads cannot be told of a change in their team; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  /** Tells of all changes so far; what changes meanwhile is told next. */
  async notifyChanges(): Promise<void> {
    const { rows } = await this.#pool.query<{ team_id: string; changes: string[] }>(
      `SELECT team_id, array_agg(change_id) AS changes FROM handoff.team_change
       WHERE due_at IS NULL OR due_at <= $1 GROUP BY team_id ORDER BY team_id`,
      [new Date().toISOString()],
    );
    for (const { team_id: teamId, changes } of rows) {
      const { assignable: going, retryAt: lookAgainAt } = await this.#waiting.findAssignable(
        teamId,
        new Date().toISOString(),
      );
      for (const handoffId of going) await this.#notify(handoffId);
      if (lookAgainAt !== undefined) await scheduleTeamChange(this.#on, teamId, lookAgainAt);
      // Exactly these: one with a smaller number may be committed only now.
      await this.#pool.query('DELETE FROM handoff.team_change WHERE change_id = ANY ($1)', [changes]);
    }
  }

  async #notify(handoffId: string): Promise<void> {
    const handle = this.#client.workflow.getHandle(handoffId);
    try {
      await this.#client.withDeadline(Date.now() + SIGNAL_TIMEOUT_MILLISECONDS, () =>
        handle.signal(TEAM_CHANGED_SIGNAL),
      );
    } catch (error) {
      // It has ended meanwhile.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
