import type { SqlExecutor } from '@baton/messaging';

/** Locks these teams and the teams of these people until the transaction ends. */
export async function lockTeams(
  transaction: SqlExecutor,
  teamIds: readonly string[],
  personIds: readonly string[] = [],
): Promise<void> {
  await transaction.query(
    `SELECT FROM handoff.team
     WHERE team_id = ANY ($1) OR team_id IN (SELECT team_id FROM handoff.person WHERE person_id = ANY ($2))
     ORDER BY team_id FOR UPDATE`,
    [teamIds, personIds],
  );
}
