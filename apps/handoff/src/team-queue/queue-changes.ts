import { isQueued, needsCloser, slotOwnerOf } from '@baton/domain';
import type { HandoffState } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { CommittedSteps } from '../commit/commit-effect.ts';
import { countsTowardsCapOf } from '../handoff-row/counts-towards-cap.ts';
import { recordTeamChange } from './team-changes.ts';

/**
 * Records a team change when a lead enters, leaves or changes a queue, and when an owner's slot or capacity is released, if
 * leads wait for the team. The team's lock orders this against decisions for new leads: such a lead either sees the free slot,
 * or is seen here as waiting.
 */
export async function recordQueueChanges(transaction: SqlExecutor, { before, after }: CommittedSteps): Promise<void> {
  const people = releasedBy(before, after);
  const queues = changedQueues(before, after);
  if (people.length === 0 && queues.length === 0) return;
  const teams = await transaction.query<{ team_id: string }[]>(
    `SELECT team_id FROM handoff.team
     WHERE team_id = ANY ($2) OR team_id IN (SELECT team_id FROM handoff.person WHERE person_id = ANY ($1))
     ORDER BY team_id FOR SHARE`,
    [people, queues],
  );
  for (const { team_id: teamId } of teams) await recordTeamChange(transaction, teamId);
}

/** The people who have a free slot, or an open handoff fewer, after the commit. */
function releasedBy(before: HandoffState, after: HandoffState): string[] {
  const holders = [slotOwnerOf, countsTowardsCapOf].flatMap((holderOf) => {
    const holder = holderOf(before);
    return holder !== undefined && holderOf(after) !== holder ? [holder] : [];
  });
  return [...new Set(holders)];
}

/** The teams whose queue the lead entered or left. A lead that is passed on can leave one queue for another and stay queued. */
export function changedQueues(before: HandoffState, after: HandoffState): string[] {
  const [left, entered] = [before, after].map(queueOf);
  if (left?.teamId === entered?.teamId && left?.pool === entered?.pool) return [];
  return [...new Set([left?.teamId, entered?.teamId].filter((teamId) => teamId !== undefined))];
}

/** The team that a queued lead waits for, and the pool of the team: closers, its reps, or the pool of the matching rule. */
function queueOf(state: HandoffState): { teamId: string; pool: string } | undefined {
  const { teamId, namedTeamId } = state;
  if (!isQueued(state) || teamId === null) return undefined;
  if (needsCloser(state)) return { teamId, pool: 'closers' };
  return { teamId, pool: namedTeamId === undefined ? 'matching rule' : 'reps' };
}
