import { share } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Dimension, Figures, ReportQuery, Row } from './report-query.ts';
import { groupColumn, leadsInScope, handoffsInScope, scopeParameters } from './report-scope.ts';

/** Dimensions that leads have as well; the others only apply to handoffs. */
const leadDimensions: readonly (Dimension | 'hour')[] = ['channel', 'campaign', 'segment', 'source'];

const HANDOFF_FIGURES = `count(*)::int AS mql,
  count(*) FILTER (WHERE transferred_at IS NOT NULL)::int AS transferred,
  count(*) FILTER (WHERE sql_at IS NOT NULL)::int AS sql,
  count(*) FILTER (WHERE outcome = 'won')::int AS won,
  count(*) FILTER (WHERE outcome = 'lost')::int AS "lostDeals",
  count(*) FILTER (WHERE imported_day IS NOT NULL)::int AS imported,
  count(*) FILTER (WHERE open_returns + upheld_returns > 0)::int AS returned,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY days_to_won) AS "medianDaysToWon",
  percentile_cont(0.9) WITHIN GROUP (ORDER BY days_to_won) AS "p90DaysToWon"`;

/** Calendar days from the imported day for imported history, which has no times; otherwise the exact time since the signal. */
const DAYS_TO_WON = `CASE WHEN outcome = 'won' THEN CASE WHEN imported_day IS NOT NULL
    THEN ((outcome_at AT TIME ZONE $4)::date - imported_day)::float8
    ELSE extract(epoch FROM outcome_at - signal_received_at)::float8 / 86400 END END AS days_to_won`;

/** The results of each channel or other group, from lead to deal. */
export async function channelsReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const by = query.groupBy ?? 'channel';
  const parameters = scopeParameters(query);
  const group = groupColumn(by);
  const rows = await sql.query<Row[]>(
    `WITH ${handoffsInScope}, timed AS (SELECT *, ${group} AS "group", ${DAYS_TO_WON} FROM in_scope)
     SELECT "group", GROUPING("group") = 1 AS "isTotal", ${HANDOFF_FIGURES} FROM timed
     GROUP BY GROUPING SETS (("group"), ()) ORDER BY "isTotal" DESC, mql DESC, "group" NULLS LAST`,
    parameters,
  );
  const { team, rep, agreementVersion, evidence } = query.filters;
  const filtersHandoffs = [team, rep, agreementVersion, evidence].some((filter) => filter !== undefined);
  const countsLeads = leadDimensions.includes(by) && !filtersHandoffs;
  const leads = countsLeads ? await countLeadsBy(sql, group, parameters) : undefined;
  const leadsOf = (key: string | null): LeadCounts | undefined => leads && (leads.get(key) ?? noLeads);
  const [total, ...groups] = rows.map(({ isTotal: _isTotal, ...row }) => row);
  const missing = [...(leads?.keys() ?? [])].filter((key) => !groups.some((row) => row['group'] === key));
  const totalLeads = leads && [...leads.values()].reduce(addLeads, noLeads);
  const { group: _group, ...figures } = withLeads(total ?? {}, totalLeads);
  return {
    total: { ...figures, amounts: await amounts(sql, parameters) },
    rows: [...groups, ...missing.map((key): Row => ({ ...zeroFigures, group: key }))].map((row) =>
      withLeads(row, leadsOf(row['group'] as string | null)),
    ),
  };
}

const zeroFigures = {
  mql: 0,
  transferred: 0,
  sql: 0,
  won: 0,
  lostDeals: 0,
  imported: 0,
  returned: 0,
  medianDaysToWon: null,
  p90DaysToWon: null,
};

interface LeadCounts {
  leads: number;
  /** Those that the latest verdict rejects. */
  rejected: number;
  /** Those of them that marketing rejected when it reviewed nurtured leads. */
  rejectedInReview: number;
}

const noLeads: LeadCounts = { leads: 0, rejected: 0, rejectedInReview: 0 };
const unknownLeads = { leads: null, rejected: null, rejectedInReview: null };

const addLeads = (one: LeadCounts, other: LeadCounts): LeadCounts => ({
  leads: one.leads + other.leads,
  rejected: one.rejected + other.rejected,
  rejectedInReview: one.rejectedInReview + other.rejectedInReview,
});

function withLeads({ group, ...figures }: Row, counts: LeadCounts | undefined): Row {
  const won = Number(figures['won'] ?? 0);
  const conversion = counts === undefined ? null : share(won, counts.leads);
  return { group: group ?? null, ...(counts ?? unknownLeads), ...figures, wonOfLeads: conversion };
}

async function countLeadsBy(
  sql: SqlExecutor,
  group: string,
  parameters: unknown[],
): Promise<Map<string | null, LeadCounts>> {
  const rows = await sql.query<(LeadCounts & { group: string | null })[]>(
    // Leads have no team, rep, agreement version or evidence; the parameters must still be used in the statement.
    `WITH ${leadsInScope} SELECT ${group} AS "group", count(*)::int AS leads,
       count(*) FILTER (WHERE verdict = 'rejected')::int AS rejected,
       count(*) FILTER (WHERE verdict = 'rejected' AND in_review)::int AS "rejectedInReview"
     FROM leads LEFT JOIN LATERAL (
       SELECT v.verdict, v.in_review FROM reporting.lead_verdict v
       WHERE v.lead_id = leads.lead_id AND v.judged_at <= $1::timestamptz
       ORDER BY v.judged_at DESC, v.event_id COLLATE "C" DESC LIMIT 1
     ) latest ON true
     WHERE COALESCE($9::text, $10::text, $11::text, $12::text) IS NULL GROUP BY 1 ORDER BY leads DESC, 1`,
    parameters,
  );
  return new Map(rows.map(({ group: key, ...counts }) => [key, counts]));
}

/** The won amounts by currency, where they are known, and how much of each was refunded. */
async function amounts(sql: SqlExecutor, parameters: unknown[]): Promise<Row[]> {
  return sql.query<Row[]>(
    `WITH ${handoffsInScope} SELECT amount_currency AS currency, count(*)::int AS deals, sum(amount)::float8 AS amount,
       avg(amount)::float8 AS "averageCheck", sum(refunded)::float8 AS refunded,
       sum(amount - refunded)::float8 AS "amountLessRefunds"
     FROM in_scope WHERE outcome = 'won' AND amount IS NOT NULL GROUP BY 1 ORDER BY 1`,
    parameters,
  );
}
