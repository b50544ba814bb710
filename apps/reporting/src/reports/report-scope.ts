import { lostCauses } from '@baton/domain';
import type { LostCause } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Dimension, ReportQuery } from './report-query.ts';

/** The first parameters of every report's statements: `asOf`, period, zone and filters. */
export function scopeParameters({ asOf, from, to, zone, filters }: ReportQuery): unknown[] {
  const { channel, campaign, team, rep, segment, source, agreementVersion, evidence } = filters;
  const filterValues = [channel, campaign, segment, source, agreementVersion, team, rep, evidence];
  return [asOf, from, to, zone, ...filterValues.map((value) => value ?? null)];
}

const matchesFilter = (column: string, parameter: string): string =>
  `(${parameter}::text IS NULL OR ${column}::text IS NOT DISTINCT FROM NULLIF(${parameter}, ''))`;

/**
 * Filters by owner and evidence. For a handoff these are the owner at `asOf` and the evidence of the first touch; a
 * promise has its own.
 */
export const ownerAndEvidenceScope = `${matchesFilter('team', '$10')} AND ${matchesFilter('rep', '$11')}
  AND ${matchesFilter('evidence', '$12')}`;

/** The leads of the period that were known at `asOf`, by their own timestamp and attributes. */
export const leadsInScope = `leads AS (
  SELECT l.lead_id, l.channel, l.campaign, l.segment, l.source FROM reporting.lead l
  WHERE l.event_at <= $1::timestamptz
    AND COALESCE(l.imported_day::timestamp AT TIME ZONE $4, l.captured_at) >= COALESCE($2::timestamptz, '-infinity')
    AND COALESCE(l.imported_day::timestamp AT TIME ZONE $4, l.captured_at) < COALESCE($3::timestamptz, 'infinity')
    AND ${matchesFilter('l.channel', '$5')} AND ${matchesFilter('l.campaign', '$6')} AND ${matchesFilter('l.segment', '$7')}
    AND ${matchesFilter('l.source', '$8')}
)`;

const withinPeriod = (moment: string): string =>
  `${moment} >= COALESCE($2::timestamptz, '-infinity') AND ${moment} < COALESCE($3::timestamptz, 'infinity')`;
const IMPORTED_MOMENT = '(h.imported_day::timestamp AT TIME ZONE $4)';
/** What was recorded by `asOf`. What was recorded later, even if it happened before, must not change an earlier cut. */
const asOfColumn = (column: string, knownAt = column): string =>
  `CASE WHEN h.${knownAt} <= $1::timestamptz THEN h.${column} END AS ${column}`;

/** Of marks with the same timestamp, the first cause in the order of `lostCauses` counts, as in the domain. */
const markOf = (cause: LostCause): string => `h.${cause.replaceAll('-', '_')}_mark_at`;
const lostMark = `LEAST(${lostCauses.map(markOf).join(', ')})`;
const lostCause = `CASE WHEN ${lostMark} > $1::timestamptz OR h.imported_day IS NOT NULL THEN NULL
  ${lostCauses.map((cause) => `WHEN ${markOf(cause)} = ${lostMark} THEN '${cause}'`).join('\n  ')} END`;

/** The state of a return at `asOf`. */
export const returnState = (r: string): string =>
  `CASE WHEN ${r}.decided_at <= $1::timestamptz THEN ${r}.verdict ELSE 'open' END`;

const countReturnsIn = (state: string): string =>
  `count(*) FILTER (WHERE ${returnState('r')} = '${state}') AS ${state}`;

/** The record of an imported handoff has no qualification: its outcome says whether it became an SQL, on the mapped day. */
const SQL_AT = `CASE WHEN h.imported_day IS NOT NULL THEN CASE WHEN o.was_sql THEN ${IMPORTED_MOMENT} END
  ELSE q.at END`;

/**
 * The handoffs of the period with their state at `asOf`. The period applies to the first transfer, to the verdict of a
 * handoff that was never transferred, and to the day of imported history. A handoff counts for the last rep before it
 * became an SQL; the closer who owns it afterwards has separate promises.
 */
export const handoffsInPeriod = `in_period AS (
  SELECT h.handoff_id, h.lead_id, h.handoff_number, h.channel, h.campaign, h.segment, h.source, h.agreement_version, h.imported_day,
    a.owner_id AS rep, a.team_id AS team, h.mql_at, h.signal_received_at, h.off_hours,
    ${asOfColumn('transferred_at', 'transfer_known_at')}, ${asOfColumn('accepted_at')}, ${asOfColumn('ended_at')},
    ${asOfColumn('resumed_at')}, CASE WHEN h.ended_at <= $1::timestamptz THEN h.ending END AS ending,
    c.first_touch_at, c.evidence, ${SQL_AT} AS sql_at,
    ${lostCause} AS lost_cause,
    o.outcome, o.at AS outcome_at, o.amount, o.currency AS amount_currency, COALESCE(f.amount, 0) AS refunded,
    COALESCE(t.open, 0) AS open_returns, COALESCE(t.upheld, 0) AS upheld_returns,
    COALESCE(t.overturned, 0) AS overturned_returns
  FROM reporting.handoff h
  LEFT JOIN reporting.assignment a ON a.handoff_id = h.handoff_id AND a.known_at <= $1::timestamptz AND NOT a.is_sql
    AND (a.credited_until_at IS NULL OR a.credited_until_at > $1::timestamptz)
  LEFT JOIN reporting.sql_period q ON q.handoff_id = h.handoff_id AND q.known_at <= $1::timestamptz
    AND (q.withdrawn_at > $1::timestamptz) IS NOT FALSE
  LEFT JOIN (
    SELECT DISTINCT ON (handoff_id) handoff_id, outcome, at, amount, currency, was_sql FROM reporting.handoff_outcome
    WHERE known_at <= $1::timestamptz AND outcome <> 'refunded' ORDER BY handoff_id, at DESC, reported_at DESC, outcome_id COLLATE "C" DESC
  ) o ON o.handoff_id = h.handoff_id
  LEFT JOIN (
    SELECT handoff_id, sum(amount) AS amount FROM reporting.handoff_outcome
    WHERE known_at <= $1::timestamptz AND outcome = 'refunded' GROUP BY handoff_id
  ) f ON f.handoff_id = h.handoff_id
  LEFT JOIN (
    SELECT handoff_id, ${['open', 'upheld', 'overturned'].map(countReturnsIn).join(', ')}
    FROM reporting.handoff_return r WHERE at <= $1::timestamptz GROUP BY handoff_id
  ) t ON t.handoff_id = h.handoff_id
  LEFT JOIN (
    SELECT DISTINCT ON (handoff_id) handoff_id, at AS first_touch_at, evidence FROM reporting.touch
    WHERE known_at <= $1::timestamptz AND (voided_at > $1::timestamptz) IS NOT FALSE ORDER BY handoff_id, at, version
  ) c ON c.handoff_id = h.handoff_id
  WHERE h.known_at <= $1::timestamptz AND (
      (h.imported_day IS NULL AND h.transfer_known_at <= $1::timestamptz AND ${withinPeriod('h.transferred_at')})
      OR (h.imported_day IS NULL AND (h.transfer_known_at IS NULL OR h.transfer_known_at > $1::timestamptz)
        AND ${withinPeriod('h.mql_at')})
      OR (h.imported_day IS NOT NULL AND ${withinPeriod(IMPORTED_MOMENT)})
    )
    AND ${matchesFilter('h.channel', '$5')} AND ${matchesFilter('h.campaign', '$6')} AND ${matchesFilter('h.segment', '$7')}
    AND ${matchesFilter('h.source', '$8')} AND ${matchesFilter('h.agreement_version', '$9')}
)`;

/** Handoffs of the period that match the filters for team, rep and evidence. */
export const handoffsInScope = `${handoffsInPeriod}, in_scope AS (SELECT * FROM in_period WHERE ${ownerAndEvidenceScope})`;

const dimensionColumns: Record<Dimension, string> = {
  channel: 'channel',
  campaign: 'campaign',
  team: 'team',
  rep: 'rep',
  segment: 'segment',
  source: 'source',
  agreementVersion: 'agreement_version::text',
  evidence: 'evidence',
};

/** The column that rows are grouped by; without `groupBy` all rows form one group. */
export const groupColumn = (by: ReportQuery['groupBy']): string =>
  by && by !== 'hour' ? dimensionColumns[by] : 'NULL::text';

/** The number of transferred handoffs of each group, which is the denominator of its shares. */
export async function transferredByGroup(sql: SqlExecutor, query: ReportQuery): Promise<Map<string | null, number>> {
  const rows = await sql.query<{ group: string | null; transferred: number }[]>(
    `WITH ${handoffsInScope} SELECT ${groupColumn(query.groupBy)} AS "group", count(*)::int AS transferred
     FROM in_scope WHERE transferred_at IS NOT NULL GROUP BY 1`,
    scopeParameters(query),
  );
  return new Map(rows.map(({ group, transferred }) => [group, transferred]));
}
