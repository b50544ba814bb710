import type { SqlExecutor } from '@baton/messaging';
import { WAITS_FOR_TEAM } from './waits-for-team.ts';

const IS_DUE = 'due_at IS NULL OR due_at <= now()';

/** Records a change that waiting leads are notified of after the commit. The caller holds the team's lock. */
export async function recordTeamChange(transaction: SqlExecutor, teamId: string): Promise<void> {
  await transaction.query(
    `INSERT INTO handoff.team_change (team_id)
     SELECT $1 WHERE EXISTS (SELECT FROM handoff.handoff w WHERE ${WAITS_FOR_TEAM})`,
    [teamId],
  );
}

/**
 * Schedules a change that happens by the clock, such as the end of an absence or the start of a shift. Nothing else
 * would signal the waiting leads then.
 */
export async function scheduleTeamChange(on: SqlExecutor, teamId: string, dueAt: string): Promise<void> {
  await on.query(
    `INSERT INTO handoff.team_change (team_id, due_at) SELECT $1, $2::timestamptz
     WHERE NOT EXISTS (SELECT FROM handoff.team_change WHERE team_id = $1 AND due_at = $2::timestamptz)`,
    [teamId, dueAt],
  );
}

/** The teams with changes that are due. */
export async function changedTeams(on: SqlExecutor): Promise<string[]> {
  const rows = await on.query<{ team_id: string }[]>(
    `SELECT DISTINCT team_id FROM handoff.team_change WHERE ${IS_DUE} ORDER BY team_id`,
  );
  return rows.map(({ team_id }) => team_id);
}

/** Deletes the changes of the team that are due; false if there were none. */
export async function takeTeamChanges(transaction: SqlExecutor, teamId: string): Promise<boolean> {
  const rows = await transaction.query<unknown[]>(
    `WITH taken AS (DELETE FROM handoff.team_change WHERE team_id = $1 AND (${IS_DUE}) RETURNING change_id)
     SELECT change_id FROM taken`,
    [teamId],
  );
  return rows.length > 0;
}
