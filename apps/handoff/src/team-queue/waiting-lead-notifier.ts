import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { BackgroundLoop, CommitSignal, Logger, PgPool } from '@baton/service';
import { TEAM_CHANGED_SIGNAL } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import { changedTeams } from './team-changes.ts';
import { TeamQueue } from './team-queue.ts';

/** Changes that become due by the clock are found this late; commits nudge the notifier. */
const IDLE_MILLISECONDS = 2000;
const SIGNAL_TIMEOUT_MILLISECONDS = 5_000;

/**
 * Releases the queue of a team when the team has changed, and signals only the leads that a slot was reserved for, and once
 * those that nobody is left for. Changes
 * are rows written in the transactions that made them, so none is lost.
 */
@Injectable()
export class WaitingLeadNotifier implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #on: SqlExecutor;
  readonly #client: Client;
  readonly #queue: TeamQueue;
  readonly #loop: BackgroundLoop;

  constructor(pool: PgPool, client: Client, queue: TeamQueue, signal: CommitSignal, logger: Logger) {
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
    for (const teamId of await changedTeams(this.#on)) {
      const { reserved, forNobody } = await this.#queue.releaseAfterChanges(teamId);
      // A lead whose signal is lost is released again when its reservation ends.
      for (const handoffId of [...reserved, ...forNobody]) await this.#notify(handoffId);
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
