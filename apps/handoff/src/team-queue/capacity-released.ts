import { needsOwner } from '@baton/domain';
import type { HandoffState } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { countsTowardsCapOf } from '../handoff-row/counts-towards-cap.ts';
import { WAITS_FOR_TEAM } from './waits-for-team.ts';

/**
 * Notes that a place with a rep has become free, or that a lead which went first waits for none any more, if leads wait
 * for the team. The team's lock lets nobody decide meanwhile that there is no place: such a lead either sees this one,
 * or is seen here.
 */
export async function recordCapacityReleased(
  transaction: SqlExecutor,
  before: HandoffState,
  after: HandoffState,
): Promise<void> {
  const ownerId = countsTowardsCapOf(before);
  const releasedBy = countsTowardsCapOf(after) === ownerId ? undefined : ownerId;
  const leftQueueOf = needsOwner(before) && !needsOwner(after) ? before.teamId : null;
  if (releasedBy === undefined && leftQueueOf === null) return;
  // Whoever has no cap never had too few places.
  const teams = await transaction.query<{ team_id: string }[]>(
    `SELECT team_id FROM handoff.team
     WHERE team_id = $2
        OR team_id = (SELECT team_id FROM handoff.person WHERE person_id = $1 AND cap IS NOT NULL)
     ORDER BY team_id FOR SHARE`,
    [releasedBy ?? null, leftQueueOf],
  );
  for (const { team_id: teamId } of teams) await recordTeamChange(transaction, teamId);
}

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
