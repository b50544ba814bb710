import type { SqlExecutor } from '@baton/messaging';
import type { HandoffIdentity } from './record-rows.ts';

/** A handoff that ended postponed, and whose lead has not come back. */
export interface WaitingPostponement extends HandoffIdentity {
  ownerId: string;
  /** ISO 8601. */
  until: string;
}

/** Nothing has replaced it: no later handoff, and neither an opt-out since then nor an erasure. */
const WAITING = `ending = 'postponed' AND postponed_until IS NOT NULL AND owner_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM handoff.handoff later
    WHERE later.lead_id = h.lead_id AND later.handoff_number > h.handoff_number AND later.ending IS DISTINCT FROM 'imported'
  )
  AND NOT EXISTS (
    SELECT FROM handoff.contact_end c WHERE c.lead_id = h.lead_id AND (c.kind = 'erased' OR c.at >= h.ended_at)
  )`;

const COLUMNS = `handoff_id AS "handoffId", lead_id AS "leadId", handoff_number AS "handoffNumber",
  agreement_version AS "agreementVersion", owner_id AS "ownerId", postponed_until AS "until"`;

type Row = Omit<WaitingPostponement, 'until'> & { until: Date };

const toPostponement = ({ until, ...row }: Row): WaitingPostponement => ({ ...row, until: until.toISOString() });

/** Undefined when the handoff is not postponed, or something has replaced its postponement. */
export async function waitingPostponement(
  on: SqlExecutor,
  handoffId: string,
): Promise<WaitingPostponement | undefined> {
  const [row] = await on.query<Row[]>(`SELECT ${COLUMNS} FROM handoff.handoff h WHERE handoff_id = $1 AND ${WAITING}`, [
    handoffId,
  ]);
  return row && toPostponement(row);
}

/** A page of the postponements that have not ended, in order. */
export async function waitingPostponements(
  on: SqlExecutor,
  after: string,
  atMost: number,
): Promise<WaitingPostponement[]> {
  const rows = await on.query<Row[]>(
    `SELECT ${COLUMNS} FROM handoff.handoff h
     WHERE handoff_id > $1 AND ${WAITING} AND NOT EXISTS (
       SELECT FROM handoff.record r WHERE r.handoff_id = h.handoff_id AND r.step ->> 'type' = 'postponement-ended'
     )
     ORDER BY handoff_id LIMIT $2`,
    [after, atMost],
  );
  return rows.map(toPostponement);
}

/** The postponed handoffs of a lead. */
export async function postponedHandoffsOf(
  on: SqlExecutor,
  leadId: string,
): Promise<{ handoffId: string; endedAt: Date }[]> {
  return on.query(
    `SELECT handoff_id AS "handoffId", ended_at AS "endedAt" FROM handoff.handoff
     WHERE lead_id = $1 AND ending = 'postponed'`,
    [leadId],
  );
}
