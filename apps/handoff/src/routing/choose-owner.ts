import { route, type RoutingDecision, type RoutingRequest } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';

/** Chooses under the team's lock, so that two leads at once never count on the same turn. */
export async function chooseOwner(
  transaction: SqlExecutor,
  request: RoutingRequest,
  now: string,
): Promise<RoutingDecision> {
  await transaction.query('SELECT FROM handoff.team WHERE team_id = $1 FOR UPDATE', [request.teamId]);
  const rows = await transaction.query<{ person_id: string; active: boolean; last_assigned_at: Date | null }[]>(
    `SELECT person_id, active, last_assigned_at FROM handoff.person WHERE team_id = $1 AND 'rep' = ANY (roles) ORDER BY person_id`,
    [request.teamId],
  );
  const decision = route(
    request,
    rows.map(({ person_id: personId, active, last_assigned_at: last }) => ({
      personId,
      active,
      ...(last && { lastAssignedAt: last.toISOString() }),
    })),
  );
  if (decision.chosen) {
    await transaction.query(
      `UPDATE handoff.person SET last_assigned_at = greatest($2, last_assigned_at + interval '1 millisecond') WHERE person_id = $1`,
      [decision.chosen, now],
    );
  }
  return decision;
}
