import type { HandoffState, RecordedStep } from '@baton/domain';
import { together, type SqlExecutor } from '@baton/messaging';

/** What an alarm stands for, as far as a machine can say it: ids, names and moments. */
export type TicketCause = Record<string, string | number>;

export interface OpenedTicket {
  ticketId: string;
  handoffId: string | null;
  kind: string;
  ownerId: string | null;
  teamId: string | null;
  cause: TicketCause;
  at: string;
}

/** A ticket that comes back is the same one, opened again: whoever acknowledged it has to look anew. */
export async function openTicket(on: SqlExecutor, ticket: OpenedTicket): Promise<void> {
  const { ticketId, handoffId, kind, ownerId, teamId, cause, at } = ticket;
  await on.query(
    `INSERT INTO handoff.ticket (ticket_id, handoff_id, kind, owner_id, team_id, cause, opened_at, since)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
     ON CONFLICT (ticket_id) DO UPDATE
       SET closed_at = NULL, owner_id = excluded.owner_id, team_id = excluded.team_id, cause = excluded.cause,
         since = excluded.since, times_opened = ticket.times_opened + 1, acknowledged_at = NULL, acknowledged_by = NULL
       WHERE ticket.closed_at IS NOT NULL`,
    [ticketId, handoffId, kind, ownerId, teamId, JSON.stringify(cause), at],
  );
}

export async function closeTicket(on: SqlExecutor, ticketId: string, at: string): Promise<void> {
  await on.query('UPDATE handoff.ticket SET closed_at = $2 WHERE ticket_id = $1 AND closed_at IS NULL', [ticketId, at]);
}

/** Opens and closes tickets as the steps say. */
export async function writeTickets(
  on: SqlExecutor,
  { handoffId, teamId }: HandoffState,
  steps: readonly RecordedStep[],
): Promise<void> {
  const writings = steps.flatMap((recorded): (() => Promise<void>)[] => {
    const { step, at } = recorded;
    if (step.type !== 'ticket-opened' && step.type !== 'ticket-closed') return [];
    const ticketId = `${handoffId}.${step.ticket}`;
    if (step.type === 'ticket-closed') return [() => closeTicket(on, ticketId, at)];
    const ownerId = step.ownerId ?? null;
    const cause = causeOf(recorded, steps);
    return [() => openTicket(on, { ticketId, handoffId, kind: step.ticket, ownerId, teamId, cause, at })];
  });
  await together(on, ...writings);
}

/** The last step before it that can raise an alarm. */
function causeOf(ticket: RecordedStep, steps: readonly RecordedStep[]): TicketCause {
  const before = steps.filter(({ version }) => version < ticket.version).reverse();
  for (const { version, step } of before) {
    if (step.type === 'promise-broken') return { version, promise: step.promise, dueAt: step.dueAt };
    if (step.type === 'nobody-eligible') return { version, why: step.why };
    if (step.type === 'returned') return { version, reason: step.reason };
  }
  return { version: ticket.version };
}
