import type { SqlExecutor } from '@baton/messaging';
import { WAITS_FOR_TEAM } from './waits-for-team.ts';

/** Leads that wait for somebody of this team are told when the transaction has committed; the caller holds its lock. */
export async function recordTeamChange(transaction: SqlExecutor, teamId: string): Promise<void> {
  await transaction.query(
    `INSERT INTO handoff.team_change (team_id)
     SELECT $1 WHERE EXISTS (SELECT FROM handoff.handoff w WHERE ${WAITS_FOR_TEAM})`,
    [teamId],
  );
}

/**
 * Somebody of the team will be there, though nobody does anything then: an absence ends, or a day begins. A lead that had
 * begun to wait for a place before they went away knows of no such moment.
 */
export async function scheduleTeamChange(on: SqlExecutor, teamId: string, dueAt: string): Promise<void> {
  await on.query(
    `INSERT INTO handoff.team_change (team_id, due_at) SELECT $1, $2::timestamptz
     WHERE NOT EXISTS (SELECT FROM handoff.team_change WHERE team_id = $1 AND due_at = $2::timestamptz)`,
    [teamId, dueAt],
  );
}
