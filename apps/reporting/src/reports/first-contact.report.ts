import { share, shareInterval } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, ReportQuery } from './report-query.ts';
import { groupColumn, handoffsInScope, scopeParameters } from './report-scope.ts';

interface Bucket {
  group: string | null;
  bucket: string;
  handoffs: number;
  sql: number;
}

/** Inclusive upper limits in minutes. */
const buckets = [
  [5, '0–5 min'],
  [15, '>5–15 min'],
  [30, '>15–30 min'],
  [60, '>30–60 min'],
] as const;

const MINUTES = 'extract(epoch FROM first_touch_at - signal_received_at)::float8 / 60';
const bucketIndex = `CASE WHEN first_touch_at IS NULL THEN 5
  ${buckets.map(([limit], index) => `WHEN ${MINUTES} <= ${limit} THEN ${index}`).join(' ')} ELSE 4 END`;
const bucketNames = [...buckets.map(([, name]) => name), '>60 min', 'never'];

/** Handoffs by the time from the signal to the first touch, with their conversion to SQL. */
export async function firstContactReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const counts = await sql.query<(Omit<Bucket, 'bucket'> & { bucket: number })[]>(
    `WITH ${handoffsInScope}
     SELECT ${groupColumn(query.groupBy)} AS "group", ${bucketIndex} AS bucket, count(*)::int AS handoffs,
       count(*) FILTER (WHERE sql_at IS NOT NULL)::int AS sql
     FROM in_scope WHERE imported_day IS NULL AND transferred_at IS NOT NULL GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2`,
    scopeParameters(query),
  );
  const sum = (count: (row: { handoffs: number; sql: number }) => number): number =>
    counts.reduce((total, row) => total + count(row), 0);
  return {
    total: { handoffs: sum(({ handoffs }) => handoffs), sql: sum((row) => row.sql) },
    rows: counts.map(({ group, bucket, handoffs, sql: qualified }) => {
      const interval = shareInterval(qualified, handoffs);
      return {
        group,
        bucket: bucketNames[bucket] ?? String(bucket),
        handoffs,
        sql: qualified,
        conversionToSql: share(qualified, handoffs),
        conversionToSqlLow: interval?.low ?? null,
        conversionToSqlHigh: interval?.high ?? null,
      };
    }),
  };
}
