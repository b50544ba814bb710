import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { BackgroundLoop, CommitSignal, Logger, PgPool } from '@baton/service';
import { TEAM_CHANGED_SIGNAL } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import { scheduleTeamChange } from './team-changes.ts';
import { TeamQueue } from './team-queue.ts';

/** Changes that become due by the clock are found this late; commits nudge the notifier. */
const IDLE_MILLISECONDS = 2000;
const SIGNAL_TIMEOUT_MILLISECONDS = 5_000;

/**
 * Releases the queue of a team when the team has changed, and signals only the leads that a slot was reserved for. Changes
 * are rows written in the transactions that made them, so none is lost.
 */
@Injectable()
export class WaitingLeadNotifier implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: PgPool;
  readonly #on: SqlExecutor;
  readonly #client: Client;
  readonly #queue: TeamQueue;
  readonly #loop: BackgroundLoop;

  constructor(pool: PgPool, client: Client, queue: TeamQueue, signal: CommitSignal, logger: Logger) {
    this.#pool = pool;
    this.#on = sqlExecutorOf(pool);
    this.#client = client;
    this.#queue = queue;
    this.#loop = new BackgroundLoop({
      round: () => this.notifyChanges(),
      pauseMilliseconds: IDLE_MILLISECONDS,
      logger,
      failureMessage: 'Waiting leads could not be notified of a team change; trying again',
    });
    signal.onCommit(() => this.#loop.nudge());
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  /** Handles the changes that are due. Later ones are left to the next round. */
  async notifyChanges(): Promise<void> {
    const { rows } = await this.#pool.query<{ team_id: string; changes: string[] }>(
      `SELECT team_id, array_agg(change_id) AS changes FROM handoff.team_change
       WHERE due_at IS NULL OR due_at <= now() GROUP BY team_id ORDER BY team_id`,
    );
    for (const { team_id: teamId, changes } of rows) {
      const { reserved, lookAgainAt } = await this.#queue.release(teamId);
      if (lookAgainAt !== undefined) await scheduleTeamChange(this.#on, teamId, lookAgainAt);
      for (const handoffId of reserved) await this.#notify(handoffId);
      // Exactly these ids: a change with a smaller id may have been committed only now.
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
      // The handoff has ended in the meantime.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
