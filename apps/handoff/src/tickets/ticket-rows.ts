import { ticketRole } from '@baton/domain';
import type { HandoffState, RecordedStep, TicketKind } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { StepWithState } from '../handoff-row/step-states.ts';

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

/**
 * What only the owner of the lead can end goes with it, or waits with it for an owner. Who broke the promise stays in
 * the cause; whoever has the ticket now has not seen it yet.
 */
async function transferTickets(
  on: SqlExecutor,
  { handoffId, ownerId, teamId }: HandoffState,
  kinds: TicketKind[],
): Promise<void> {
  await on.query(
    `UPDATE handoff.ticket SET owner_id = $2, team_id = $3, acknowledged_at = NULL, acknowledged_by = NULL
     WHERE handoff_id = $1 AND closed_at IS NULL AND kind = ANY ($4)
       AND (owner_id, team_id) IS DISTINCT FROM ($2::text, $3::text)`,
    [handoffId, ownerId, teamId, kinds],
  );
}

/** Opens, passes on and closes tickets as the steps say. */
export async function writeTickets(on: SqlExecutor, { steps }: { steps: readonly StepWithState[] }): Promise<void> {
  const recordedSteps = steps.map(({ recorded }) => recorded);
  await runPipelined(on, ...steps.flatMap((each) => writesFor(on, each, recordedSteps)));
}

function writesFor(
  on: SqlExecutor,
  { recorded, state }: StepWithState,
  steps: readonly RecordedStep[],
): (() => Promise<void>)[] {
  const { handoffId, teamId, tickets } = state;
  const { step, at } = recorded;
  const ownerTickets = tickets.filter((kind) => ticketRole(kind) === undefined);
  const passOn = ownerTickets.length > 0 ? [() => transferTickets(on, state, ownerTickets)] : [];
  switch (step.type) {
    case 'ticket-opened': {
      const ticketId = ticketIdOf(handoffId, step.ticket);
      const ticket = { ticketId, handoffId, kind: step.ticket, ownerId: step.ownerId ?? null, teamId, at };
      return [() => openTicket(on, { ...ticket, cause: ticketCause(recorded, steps) })];
    }
    case 'ticket-closed':
      return [() => closeTicket(on, ticketIdOf(handoffId, step.ticket), at)];
    case 'assigned':
      return passOn;
    case 'nobody-eligible':
      return step.ownerStays ? [] : passOn;
    default:
      return [];
  }
}

const ticketIdOf = (handoffId: string, kind: TicketKind): string => `${handoffId}.${kind}`;

/** The last step before it that can raise an alarm. */
function ticketCause(ticket: RecordedStep, steps: readonly RecordedStep[]): TicketCause {
  const before = steps.filter(({ version }) => version < ticket.version).reverse();
  for (const { version, step } of before) {
    if (step.type === 'promise-broken') {
      const { promise, dueAt, ownerId } = step;
      return { version, promise, dueAt, ...(ownerId !== undefined && { brokenBy: ownerId }) };
    }
    if (step.type === 'nobody-eligible') return { version, reason: step.reason };
    if (step.type === 'returned') return { version, reason: step.reason };
  }
  return { version: ticket.version };
}
