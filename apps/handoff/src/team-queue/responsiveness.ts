import { missedAcceptanceBy, momentOfTouch } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import type { PgPool } from '@baton/service';
import type { CommittedSteps } from '../commit/commit-effect.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { recordTeamChange } from './team-changes.ts';

/**
 * Keeps what routing must know about people's activity: who missed an acceptance and is assigned no lead until their next
 * step in Baton, and when each of them last touched a lead, also as a connected system reports it. The command gateway
 * calls `markActive` after each command.
 */
export async function recordResponsiveness(transaction: SqlExecutor, { before, steps }: CommittedSteps): Promise<void> {
  const recorded = steps.map((each) => each.recorded);
  const missedBy = before.accepted ? [] : recorded.flatMap(({ step }) => missedAcceptanceBy(step) ?? []);
  if (missedBy.length > 0)
    await transaction.query('UPDATE handoff.person SET unresponsive_since = now() WHERE person_id = ANY ($1)', [
      missedBy,
    ]);
  for (const { step, actor, at } of recorded) {
    if (step.type !== 'touched' || actor.kind !== 'person') continue;
    await transaction.query(
      'UPDATE handoff.person SET last_touch_at = greatest(last_touch_at, $2) WHERE person_id = $1',
      [actor.id, momentOfTouch(step, at)],
    );
  }
}

/**
 * Lets the person be assigned leads again after any command, even one that was refused. The team's lock orders the change
 * against decisions for new leads, as every other change of a team.
 */
export async function markActive(pool: PgPool, personId: string): Promise<void> {
  // Nearly every command comes from a person who has missed nothing, and needs no lock.
  const { rowCount } = await pool.query(
    'SELECT FROM handoff.person WHERE person_id = $1 AND unresponsive_since IS NOT NULL',
    [personId],
  );
  if (rowCount === 0) return;
  await inTransaction(pool, async (client) => {
    const transaction = sqlExecutorOf(client);
    await lockTeams(transaction, [], [personId]);
    const rows = await transaction.query<{ teamId: string | null }[]>(
      `UPDATE handoff.person SET unresponsive_since = NULL WHERE person_id = $1 AND unresponsive_since IS NOT NULL
       RETURNING team_id AS "teamId"`,
      [personId],
    );
    for (const { teamId } of rows) if (teamId !== null) await recordTeamChange(transaction, teamId);
  });
}
