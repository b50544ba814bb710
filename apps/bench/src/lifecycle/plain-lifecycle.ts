import type { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { PEER_TASK_QUEUE } from '../peers/peer-activities.ts';
import { handoffInput, happyUpdates } from './handoff-lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';

export const PLAIN_WORKFLOW = 'plain';

/** The plain workflow, with the same arguments as the handoff. */
export class PlainLifecycle implements Lifecycle {
  readonly name = 'plain workflow';
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async start(client: Client): Promise<string> {
    const workflowId = `plain-${randomUUID()}`;
    await client.workflow.start(PLAIN_WORKFLOW, { taskQueue: PEER_TASK_QUEUE, workflowId, args: [handoffInput()] });
    return workflowId;
  }

  /** A plain workflow has no owner: every workflow with a first row counts as owned by the same person. */
  async owners(workflowIds: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.#pool.query<{ workflow_id: string }>(
      'SELECT workflow_id FROM bench.row WHERE workflow_id = ANY ($1) AND version = 1',
      [workflowIds],
    );
    return new Map(rows.map(({ workflow_id: id }) => [id, 'anna']));
  }

  commands(ownerId: string): ReturnType<Lifecycle['commands']> {
    return happyUpdates(ownerId);
  }
}
