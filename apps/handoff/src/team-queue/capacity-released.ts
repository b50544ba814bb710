import { needsOwner } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { CommittedSteps } from '../commit/commit-effect.ts';
import { countsTowardsCapOf } from '../handoff-row/counts-towards-cap.ts';
import { recordTeamChange } from './team-changes.ts';

/**
 * Notes that a place with a rep has become free, or that a lead which went first waits for none any more, if leads wait
 * for the team. The team's lock lets nobody decide meanwhile that there is no place: such a lead either sees this one,
 * or is seen here.
 */
export async function recordCapacityReleased(
  transaction: SqlExecutor,
  { before, after }: CommittedSteps,
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
