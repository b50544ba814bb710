import type { HandoffStepRecorded } from '@baton/contracts';
import type { SqlExecutor } from '@baton/messaging';
import type { HandoffRecordResponse } from './handoff-record.response.ts';
import type { Row } from '../reports/report-query.ts';

interface HandoffRow {
  lead_id: string;
  handoff_number: number;
  agreement_version: number | null;
}

/** The full record of a handoff; undefined if it is unknown. */
export async function handoffRecord(sql: SqlExecutor, handoffId: string): Promise<HandoffRecordResponse | undefined> {
  const [found] = await sql.query<HandoffRow[]>(
    'SELECT lead_id, handoff_number, agreement_version FROM reporting.handoff WHERE handoff_id = $1',
    [handoffId],
  );
  if (!found) return undefined;
  const steps = await sql.query<{ data: HandoffStepRecorded }[]>(
    'SELECT data FROM reporting.step WHERE handoff_id = $1 ORDER BY version',
    [handoffId],
  );
  const owners = await sql.query<{ rep: string | null; team: string | null; at: Date; ended_at: Date | null }[]>(
    'SELECT owner_id AS rep, team_id AS team, at, ended_at FROM reporting.assignment WHERE handoff_id = $1 ORDER BY version',
    [handoffId],
  );
  const outcomes = await sql.query<(Omit<HandoffRecordResponse['outcomes'][number], 'at'> & { at: Date })[]>(
    `SELECT outcome_id AS "outcomeId", outcome, at, amount::float8 AS amount, currency FROM reporting.handoff_outcome
     WHERE lead_id = $2 AND handoff_id = $1 ORDER BY at, outcome_id`,
    [handoffId, found.lead_id],
  );
  return {
    handoffId,
    leadId: found.lead_id,
    handoffNumber: found.handoff_number,
    agreementVersion: found.agreement_version,
    owners: owners.map(({ rep, team, at, ended_at: until }) => ({
      rep,
      team,
      from: at.toISOString(),
      until: until?.toISOString() ?? null,
    })),
    outcomes: outcomes.map((outcome) => ({ ...outcome, at: outcome.at.toISOString() })),
    steps: steps.map(({ data }) => data),
  };
}

/** The steps as a table: common fields in columns, the rest as JSON. */
export const recordRows = ({ steps }: HandoffRecordResponse): Row[] =>
  steps.map(({ version, at, recordedAt, actor, step: { type, ...details } }) => ({
    version,
    at,
    recordedAt,
    actorKind: actor.kind,
    actorId: actor.id,
    actorVia: actor.via ?? null,
    type,
    details: JSON.stringify(details),
  }));
