import { missedAcceptanceBy } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { CommittedSteps } from '../commit/commit-effect.ts';
import { recordTeamChange } from './team-changes.ts';

/**
 * Keeps what routing must know about people's activity: who missed an acceptance and is assigned no lead until their next
 * step in Baton, and when each of them last touched a lead.
 */
export async function recordResponsiveness(transaction: SqlExecutor, { before, steps }: CommittedSteps): Promise<void> {
  const recorded = steps.map((each) => each.recorded);
  const missedBy = before.accepted ? [] : recorded.flatMap(({ step }) => missedAcceptanceBy(step) ?? []);
  if (missedBy.length > 0)
    await transaction.query('UPDATE handoff.person SET unresponsive_since = now() WHERE person_id = ANY ($1)', [
      missedBy,
    ]);
  const [first] = recorded;
  if (first?.cause.kind !== 'request' || first.actor.kind !== 'person') return;
  const touch = recorded.findLast(({ step }) => step.type === 'touched');
  await markActive(transaction, first.actor.id, touch?.at ?? null);
}

/** The person has done something in Baton, and can be assigned leads again. */
export async function markActive(on: SqlExecutor, personId: string, touchedAt: string | null = null): Promise<void> {
  const rows = await on.query<{ teamId: string | null; wasUnresponsive: boolean }[]>(
    `WITH known AS (SELECT person_id, unresponsive_since FROM handoff.person WHERE person_id = $1)
     UPDATE handoff.person p SET unresponsive_since = NULL, last_touch_at = greatest(p.last_touch_at, $2)
     FROM known WHERE p.person_id = known.person_id AND (p.unresponsive_since IS NOT NULL OR $2::timestamptz IS NOT NULL)
     RETURNING p.team_id AS "teamId", known.unresponsive_since IS NOT NULL AS "wasUnresponsive"`,
    [personId, touchedAt],
  );
  for (const { teamId, wasUnresponsive } of rows) {
    if (wasUnresponsive && teamId !== null) await recordTeamChange(on, teamId);
  }
}
