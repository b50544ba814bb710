import {
  route,
  turnsAfterDecision,
  type Agreement,
  type JudgedLead,
  type OwnerWanted,
  type RoutingDecision,
} from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';

/** Chooses under the team's lock, so that two leads at once never count on the same turn. */
export async function chooseOwner(
  transaction: SqlExecutor,
  agreement: Agreement,
  { lead: snapshot, score }: Pick<JudgedLead, 'lead' | 'score'>,
  { teamId, leftOut }: OwnerWanted,
  now: string,
): Promise<RoutingDecision> {
  await transaction.query('SELECT FROM handoff.team WHERE team_id = $1 FOR UPDATE', [teamId]);
  const rows = await transaction.query<{ person_id: string; active: boolean; pass: number }[]>(
    `SELECT person_id, active, pass FROM handoff.person WHERE team_id = $1 AND 'rep' = ANY (roles) ORDER BY person_id`,
    [teamId],
  );
  const { calendar: agreements, routing: terms } = agreement;
  const calendar = { zone: agreements.zone, hours: agreements.hours, days: agreements.days, absences: [] };
  const decision = route(
    { now, terms, calendar, teams: [teamId], lead: { snapshot, score }, leftOut, waiting: [] },
    rows.map(({ person_id: personId, active, pass }) => ({
      ...{ personId, teamId, active, pass, calendar, skills: [], languages: [], open: 0 },
    })),
  );
  for (const { personId, pass } of turnsAfterDecision(decision)) {
    await transaction.query('UPDATE handoff.person SET pass = $2 WHERE person_id = $1', [personId, pass]);
  }
  return decision;
}
