import type { HandoffCommand } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { handoffIdOf, SIGNAL_RECEIVED_SIGNAL } from '@baton/workflows';
import type { CommandRequest } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import { postponedHandoffsOf } from '../../handoff-row/postponed-handoffs.ts';
import { endPostponement } from './postponement-workflows.ts';

export interface ContactEnd {
  kind: 'opted-out' | 'erased';
  at: string;
}

/** Closes the handoffs of people who opted out or were erased. */
@Injectable()
export class ContactEnds {
  readonly #pool: PgPool;
  readonly #client: Client;

  constructor(pool: PgPool, client: Client) {
    this.#pool = pool;
    this.#client = client;
  }

  /**
   * Closes the open handoff of the lead, if there is one. A workflow that has started may not have a record yet, so the
   * next number is tried too; a handoff that starts later finds the row.
   */
  async record(leadId: string, end: ContactEnd): Promise<void> {
    await this.#pool.query(
      `INSERT INTO handoff.contact_end AS known (lead_id, kind, at) VALUES ($1, $2, $3)
       ON CONFLICT (lead_id) DO UPDATE SET kind = excluded.kind, at = excluded.at
       WHERE known.kind <> 'erased' AND (excluded.kind = 'erased' OR excluded.at > known.at)`,
      [leadId, end.kind, end.at],
    );
    const { rows } = await this.#pool.query<{ number: number; isOpen: boolean }>(
      `SELECT handoff_number AS number, stage <> 'ended' AS "isOpen" FROM handoff.handoff WHERE lead_id = $1`,
      [leadId],
    );
    const next = Math.max(0, ...rows.map(({ number }) => number)) + 1;
    const open = rows.filter(({ isOpen }) => isOpen).map(({ number }) => number);
    for (const number of [...open, next]) await this.#close(handoffIdOf(leadId, number), end);
    // A postponement after an opt-out began with a direct signal, so it stays.
    for (const { handoffId, endedAt } of await postponedHandoffsOf(sqlExecutorOf(this.#pool), leadId))
      if (end.kind === 'erased' || Date.parse(end.at) >= endedAt.getTime())
        await endPostponement(this.#client, handoffId);
  }

  /** Closes a handoff that has just started, if contact had ended by then. */
  async closeIfEnded(handoffId: string, leadId: string): Promise<void> {
    const { rows } = await this.#pool.query<{ kind: ContactEnd['kind']; at: Date }>(
      'SELECT kind, at FROM handoff.contact_end WHERE lead_id = $1',
      [leadId],
    );
    const [row] = rows;
    if (row) await this.#close(handoffId, { kind: row.kind, at: row.at.toISOString() });
  }

  /** The workflow ignores an opt-out if the lead has asked for contact since. */
  async #close(handoffId: string, { kind, at }: ContactEnd): Promise<void> {
    const command: HandoffCommand =
      kind === 'erased' ? { type: 'close-erased' } : { type: 'opt-out', evidence: { kind: 'note' }, refusedAt: at };
    const request: CommandRequest = {
      command,
      actor: { id: 'intake', kind: 'integration', roles: ['integration'] },
      receivedAt: at,
      terms: {},
      key: `${kind}/${at}`,
      bodyHash: kind,
    };
    try {
      await this.#client.workflow.getHandle(handoffId).signal<[CommandRequest]>(SIGNAL_RECEIVED_SIGNAL, request);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
