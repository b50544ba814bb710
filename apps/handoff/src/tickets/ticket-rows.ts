import { isOwedByQueue, serviceTicketKinds, ticketRole } from '@baton/domain';
import type { HandoffState, NotifyTarget, RecordedStep, Role, TicketKind } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { StepWithState } from '../handoff-row/step-states.ts';
import { insertNotifications } from '../notifications/notification-rows.ts';
import { recipientsOf } from '../notifications/notifications-for-steps.ts';
import { serviceTicketId } from './service-ticket-id.ts';

/** Why a ticket was opened, in ids, names and moments. */
export type TicketCause = Record<string, string | number>;

export interface OpenedTicket {
  ticketId: string;
  handoffId: string | null;
  kind: string;
  ownerId: string | null;
  ownerRole: Role | null;
  teamId: string | null;
  cause: TicketCause;
  at: string;
}

/**
 * Opens a ticket, reopens the closed one with this id, or gives the open one to another owner, who must acknowledge it
 * again. Returns how often it has been opened, or undefined if it is open and keeps its owner.
 */
export async function openTicket(on: SqlExecutor, ticket: OpenedTicket): Promise<{ times: number } | undefined> {
  const { ticketId, handoffId, kind, ownerId, ownerRole, teamId, cause, at } = ticket;
  const [opened] = await on.query<{ times: number }[]>(
    `INSERT INTO handoff.ticket (ticket_id, handoff_id, kind, owner_id, owner_role, team_id, cause, opened_at, since)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
     ON CONFLICT (ticket_id) DO UPDATE
       SET closed_at = NULL, owner_id = excluded.owner_id, owner_role = excluded.owner_role, team_id = excluded.team_id,
         cause = CASE WHEN ticket.closed_at IS NULL THEN ticket.cause ELSE excluded.cause END,
         since = CASE WHEN ticket.closed_at IS NULL THEN ticket.since ELSE excluded.since END,
         times_opened = ticket.times_opened + CASE WHEN ticket.closed_at IS NULL THEN 0 ELSE 1 END,
         acknowledged_at = NULL, acknowledged_by = NULL
       WHERE ticket.closed_at IS NOT NULL OR ticket.kind = ANY ($9)
         AND (ticket.owner_id, ticket.owner_role) IS DISTINCT FROM (excluded.owner_id, excluded.owner_role)
     RETURNING times_opened AS times`,
    [ticketId, handoffId, kind, ownerId, ownerRole, teamId, JSON.stringify(cause), at, serviceTicketKinds],
  );
  return opened;
}

export async function closeTicket(on: SqlExecutor, ticketId: string, at: string): Promise<void> {
  await on.query('UPDATE handoff.ticket SET closed_at = $2 WHERE ticket_id = $1 AND closed_at IS NULL', [ticketId, at]);
}

/**
 * Moves the lead's tickets to its new owner, or to the team lead while it is in the queue. The person who broke the
 * promise stays in the cause. The new owner has to acknowledge them again.
 */
async function transferTickets(
  on: SqlExecutor,
  { handoffId, ownerId, teamId }: HandoffState,
  kinds: TicketKind[],
): Promise<void> {
  await on.query(
    `UPDATE handoff.ticket SET owner_id = $2, owner_role = CASE WHEN $2::text IS NULL THEN 'team-lead' END, team_id = $3,
       acknowledged_at = NULL, acknowledged_by = NULL
     WHERE handoff_id = $1 AND closed_at IS NULL AND kind = ANY ($4)
       AND (owner_id, team_id) IS DISTINCT FROM ($2::text, $3::text)`,
    [handoffId, ownerId, teamId, kinds],
  );
}

/** The steps of a commit. `before` is the state that they were decided on. */
interface TicketSteps {
  steps: readonly StepWithState[];
  before?: Pick<HandoffState, 'teamId'>;
}

/** Opens, transfers and closes the tickets that the steps call for. */
export async function writeTickets(on: SqlExecutor, { steps, before }: TicketSteps): Promise<void> {
  const recordedSteps = steps.map(({ recorded }) => recorded);
  // The lead may leave the queue of one team for another team.
  const teams = [before, ...steps.map(({ state }) => state)].flatMap((state) => state?.teamId ?? []);
  await runPipelined(on, ...steps.flatMap((each) => writesFor(on, each, recordedSteps, [...new Set(teams)])));
}

function writesFor(
  on: SqlExecutor,
  { recorded, state }: StepWithState,
  steps: readonly RecordedStep[],
  teams: readonly string[],
): (() => Promise<unknown>)[] {
  const { handoffId, teamId, tickets } = state;
  const { step, at } = recorded;
  const ownerTickets = tickets.filter((kind) => ticketRole(kind) === undefined);
  const transfer = ownerTickets.length > 0 ? [() => transferTickets(on, state, ownerTickets)] : [];
  switch (step.type) {
    case 'ticket-opened': {
      if (step.ticket === 'late-in-queue') return [() => openQueueTicket(on, teamId, recorded)];
      const ticketId = ticketIdOf(handoffId, step.ticket);
      const owner = { ownerId: step.ownerId ?? null, ownerRole: roleOf(step.ticket, step.ownerId), teamId };
      const ticket = { ticketId, handoffId, kind: step.ticket, cause: ticketCause(recorded, steps), at };
      return [() => openTicket(on, { ...ticket, ...owner })];
    }
    case 'ticket-closed':
      if (step.ticket === 'late-in-queue') return [() => closeQueueTickets(on, teams, at)];
      return [() => closeTicket(on, ticketIdOf(handoffId, step.ticket), at)];
    case 'escalated':
      return isOwedByQueue(step, state) ? [() => escalateQueueTicket(on, teamId, step.notified)] : [];
    case 'assigned':
    case 'queued':
      return transfer;
    case 'next-step-agreed':
    case 'outcome-recorded':
    case 'sql-withdrawn':
      // Its other changes are found by schedule.
      return [() => closeTicket(on, serviceTicketId('result-owed', handoffId), recorded.recordedAt)];
    default:
      return [];
  }
}

/** Late leads of one queue share one ticket, which has no handoff. */
export const queueTicketId = (teamId: string | null): string => `late-in-queue.${teamId ?? ''}`;

async function openQueueTicket(on: SqlExecutor, teamId: string | null, { at, handoffId }: RecordedStep): Promise<void> {
  const cause = { firstHandoffId: handoffId };
  const ticketId = queueTicketId(teamId);
  const owner = { ownerId: null, ownerRole: 'team-lead' as const, teamId };
  const opened = await openTicket(on, { ticketId, handoffId: null, kind: 'late-in-queue', ...owner, cause, at });
  if (!opened) return;
  const facts = { ticketId, ticketKind: 'late-in-queue' };
  const recipient = { role: 'team-lead' as const, teamId };
  await insertNotifications(on, [{ stepId: `${ticketId}/${opened.times}`, recipient, kind: 'ticket-opened', facts }]);
}

/** Notifies the later rungs of the ladder once while the ticket is open, however many leads are late. */
async function escalateQueueTicket(
  on: SqlExecutor,
  teamId: string | null,
  targets: readonly NotifyTarget[],
): Promise<void> {
  const ticketId = queueTicketId(teamId);
  const [open] = await on.query<{ times: number }[]>(
    'SELECT times_opened AS times FROM handoff.ticket WHERE ticket_id = $1 AND closed_at IS NULL',
    [ticketId],
  );
  if (!open) return;
  const facts = { ticketId, ticketKind: 'late-in-queue' };
  // Nobody owns a queued lead, so the team lead takes the place of the owner on the ladder.
  const roles = [...new Set(targets.map((each) => (each === 'owner' ? 'team-lead' : each)))];
  const stepId = `${ticketId}/${open.times}/escalated`;
  await insertNotifications(
    on,
    recipientsOf(roles, teamId).map((recipient) => ({ stepId, recipient, kind: 'ticket-escalated', facts })),
  );
}

/**
 * Closes the ticket of each of these queues that holds no late lead. The tickets are locked before the leads are counted.
 * Otherwise two commits that each end the wait of one of the last two late leads would both see the other lead as late.
 */
async function closeQueueTickets(on: SqlExecutor, teams: readonly string[], at: string): Promise<void> {
  await runPipelined(
    on,
    () =>
      on.query(
        `SELECT FROM handoff.ticket WHERE kind = 'late-in-queue' AND closed_at IS NULL AND team_id = ANY ($1)
         ORDER BY ticket_id FOR UPDATE`,
        [teams],
      ),
    () =>
      on.query(
        `UPDATE handoff.ticket t SET closed_at = $1 WHERE t.kind = 'late-in-queue' AND t.closed_at IS NULL
           AND t.team_id = ANY ($2) AND NOT EXISTS (SELECT FROM handoff.handoff h WHERE h.team_id = t.team_id AND h.late_in_queue)`,
        [at, teams],
      ),
  );
}

const ticketIdOf = (handoffId: string, kind: TicketKind): string => `${handoffId}.${kind}`;

/** The cause is the last earlier step of the commit that can open a ticket. */
function ticketCause(ticket: RecordedStep, steps: readonly RecordedStep[]): TicketCause {
  const before = steps.filter(({ version }) => version < ticket.version).reverse();
  for (const { version, step } of before) {
    if (step.type === 'promise-broken') {
      const { promise, dueAt, ownerId } = step;
      return { version, promise, dueAt, ...(ownerId !== undefined && { brokenBy: ownerId }) };
    }
    if (step.type === 'queued') return { version, reason: step.reason };
    if (step.type === 'returned') return { version, reason: step.reason };
  }
  return { version: ticket.version };
}

/** The role that owns the ticket. Without an owner of the lead, the team lead has what the owner would have. */
const roleOf = (kind: TicketKind, ownerId: string | undefined): Role | null =>
  ticketRole(kind) ?? (ownerId === undefined ? 'team-lead' : null);
