import type { HandoffState, RecordedStep, TicketKind } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';

/** Opens and closes tickets as the steps say; one that comes back is the same ticket, opened again. */
export async function writeTickets(
  on: SqlExecutor,
  state: HandoffState,
  steps: readonly RecordedStep[],
): Promise<void> {
  for (const { step, at } of steps) {
    if (step.type === 'ticket-opened') {
      await on.query(
        `INSERT INTO handoff.ticket (handoff_id, kind, owner_id, team_id, opened_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (handoff_id, kind) DO UPDATE
           SET closed_at = NULL, owner_id = excluded.owner_id, team_id = excluded.team_id, times_opened = ticket.times_opened + 1`,
        [state.handoffId, step.ticket, step.ownerId ?? null, state.teamId, at],
      );
    }
    if (step.type === 'ticket-closed') {
      await on.query('UPDATE handoff.ticket SET closed_at = $3 WHERE handoff_id = $1 AND kind = $2', [
        state.handoffId,
        step.ticket,
        at,
      ]);
    }
  }
}

/** What each alarm asks for. */
export function whatToDo(kind: TicketKind): string {
  switch (kind) {
    case 'not-transferred':
      return 'The lead is an MQL and has no owner in time. See why nobody was eligible, and reassign it.';
    case 'not-opened':
      return 'The owner never opened the handoff. Ask whether they are at work; the lead was offered to somebody else.';
    case 'not-accepted':
      return 'The owner opened the handoff and did not accept it. The lead was offered to somebody else.';
    case 'no-first-contact':
      return 'Nobody has tried to reach the lead in time. Call now.';
    case 'too-few-touches':
      return 'The lead was tried too seldom. Make the missing touches, or return it with a reason.';
    case 'lead-unanswered':
      return 'The lead answered, and nobody has come back to it. Call now.';
    case 'next-step-missed':
      return 'The lead asked for this moment, and it has passed. Call now, and say sorry.';
    case 'no-activity':
      return 'The lead was reached and nothing has happened since. Touch it, or agree a dated next step.';
    case 'return-not-reviewed':
      return 'Sales gave the lead back and marketing has not answered. Accept the return, or contest it.';
    case 'arbitration-overdue':
      return 'A contested return waits for its verdict. Decide it, and name whose fault it was.';
    case 'sql-not-contacted':
      return 'The closer has not contacted this SQL in time. Call now, or have it reassigned.';
    case 'returned-without-reason':
      return 'The CRM gave the lead back without a reason. The return is held until the owner gives one with its proof.';
    case 'nobody-eligible':
      return 'Nobody else in the team can take this lead. Reassign it to somebody by hand.';
  }
}
