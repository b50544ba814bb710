import { needsOwner } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { CommittedSteps } from '../commit/commit-effect.ts';
import { countsTowardsCapOf } from '../handoff-row/counts-towards-cap.ts';
import { recordTeamChange } from './team-changes.ts';

/**
 * Records a team change when an owner's capacity is released, or when a lead leaves the queue, if other leads wait for the
 * team. The team's lock orders this against decisions for new leads: such a lead either sees the capacity, or is seen
 * here as waiting.
 */
export async function recordCapacityReleased(
  transaction: SqlExecutor,
  { before, after }: CommittedSteps,
): Promise<void> {
  const ownerId = countsTowardsCapOf(before);
  const releasedBy = countsTowardsCapOf(after) === ownerId ? undefined : ownerId;
  const leftQueueOf = needsOwner(before) && !needsOwner(after) ? before.teamId : null;
  if (releasedBy === undefined && leftQueueOf === null) return;
  // A person without a cap always has capacity, so nobody waits for theirs.
  const teams = await transaction.query<{ team_id: string }[]>(
    `SELECT team_id FROM handoff.team
     WHERE team_id = $2
        OR team_id = (SELECT team_id FROM handoff.person WHERE person_id = $1 AND cap IS NOT NULL)
     ORDER BY team_id FOR SHARE`,
    [releasedBy ?? null, leftQueueOf],
  );
  for (const { team_id: teamId } of teams) await recordTeamChange(transaction, teamId);
}
