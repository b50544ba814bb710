import { passedConversion, shareInterval } from '@baton/domain';
import type { FunnelCounts } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, ReportQuery, Row } from './report-query.ts';
import { groupColumn, handoffsInScope, scopeParameters } from './report-scope.ts';

interface Counts extends FunnelCounts {
  group: string | null;
  is_total: boolean;
  mql: number;
  open_returns: number;
  upheld_returns: number;
  postponed: number;
  replaced: number;
  signal_to_transfer: number | null;
  transfer_to_touch: number | null;
  transfer_to_sql: number | null;
  sql_to_won: number | null;
}

const median = (from: string, to: string, name: string): string =>
  `percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ${to} - ${from})::float8 * 1000)
    FILTER (WHERE transferred_at IS NOT NULL AND resumed_at IS NULL AND ${to} IS NOT NULL) AS ${name}`;

/** A postponed handoff is replaced by the next one of its lead, as soon as that has begun. */
const countWhere = (name: string, condition: string): string =>
  `count(*) FILTER (WHERE transferred_at IS NOT NULL AND resumed_at IS NULL AND ${condition})::int AS "${name}"`;

const figures = [
  'count(*) FILTER (WHERE imported_day IS NULL AND resumed_at IS NULL)::int AS mql',
  countWhere('transferred', 'true'),
  countWhere('lost', 'lost_cause IS NOT NULL'),
  countWhere('sql', 'sql_at IS NOT NULL'),
  countWhere('sqlOfLost', 'sql_at IS NOT NULL AND lost_cause IS NOT NULL'),
  countWhere('won', `outcome = 'won'`),
  countWhere('wonOfLost', `outcome = 'won' AND lost_cause IS NOT NULL`),
  countWhere('open_returns', 'lost_cause IS NULL AND open_returns > 0'),
  countWhere('upheld_returns', 'lost_cause IS NULL AND upheld_returns > 0'),
  countWhere('postponed', `lost_cause IS NULL AND ending = 'postponed'`),
  'count(*) FILTER (WHERE transferred_at IS NOT NULL AND resumed_at IS NOT NULL)::int AS replaced',
  median('signal_received_at', 'transferred_at', 'signal_to_transfer'),
  median('transferred_at', 'first_touch_at', 'transfer_to_touch'),
  median('transferred_at', 'sql_at', 'transfer_to_sql'),
  median('sql_at', `(CASE WHEN outcome = 'won' THEN outcome_at END)`, 'sql_to_won'),
].join(', ');

/** The conversion MQL → SQL → won of handoffs that were not lost by process, and the times between these stages. */
export async function passedConversionReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const rows = await sql.query<Counts[]>(
    `WITH ${handoffsInScope}, grouped AS (SELECT *, ${groupColumn(query.groupBy)} AS "group" FROM in_scope)
     SELECT "group", GROUPING("group") = 1 AS is_total, ${figures}
     FROM grouped GROUP BY GROUPING SETS (("group"), ()) ORDER BY is_total DESC, "group" NULLS LAST`,
    scopeParameters(query),
  );
  const [total, ...groups] = rows.map(toRow);
  const { group: _group, ...whole } = total ?? {};
  return { total: whole, rows: query.groupBy ? groups : total ? [total] : [] };
}

function toRow(counts: Counts): Row {
  const { passed, sql, won, rawSql } = passedConversion(counts);
  const sqlInterval = shareInterval(counts.sql - counts.sqlOfLost, passed);
  return {
    group: counts.group,
    mql: counts.mql,
    transferred: counts.transferred,
    lost: counts.lost,
    passed,
    openReturns: counts.open_returns,
    upheldReturns: counts.upheld_returns,
    postponed: counts.postponed,
    replaced: counts.replaced,
    sql: counts.sql - counts.sqlOfLost,
    sqlAfterLost: counts.sqlOfLost,
    won: counts.won - counts.wonOfLost,
    wonAfterLost: counts.wonOfLost,
    conversionToSql: sql,
    conversionToSqlLow: sqlInterval?.low ?? null,
    conversionToSqlHigh: sqlInterval?.high ?? null,
    conversionToWon: won,
    rawConversionToSql: rawSql,
    medianSignalToTransferMilliseconds: counts.signal_to_transfer,
    medianTransferToFirstTouchMilliseconds: counts.transfer_to_touch,
    medianTransferToSqlMilliseconds: counts.transfer_to_sql,
    medianSqlToWonMilliseconds: counts.sql_to_won,
  };
}
