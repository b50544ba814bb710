import { defaultAgreement, share, shareInterval } from '@baton/domain';
import type { Duration } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { firstContactBuckets } from './first-contact-buckets.ts';
import type { Figures, ReportQuery } from './report-query.ts';
import { groupColumn, handoffsInScope, scopeParameters } from './report-scope.ts';

interface Bucket {
  group: string | null;
  /** Whether the request came outside the working hours of the agreement. */
  hours: 'working' | 'off';
  bucket: string;
  handoffs: number;
  sql: number;
}

/** The limits by the newest agreement of that time for all sources. */
async function limitsAt(sql: SqlExecutor, { asOf }: ReportQuery): Promise<readonly Duration[]> {
  const [newest] = await sql.query<{ limits: Duration[] }[]>(
    `SELECT first_contact_limits AS limits FROM reporting.agreement
     WHERE NOT limited_to_sources AND (version = 1 OR published_at <= $1) ORDER BY version DESC LIMIT 1`,
    [asOf],
  );
  return newest?.limits ?? defaultAgreement.reports.firstContactLimits;
}

const MINUTES = 'extract(epoch FROM first_touch_at - signal_received_at)::float8 / 60';

/** Handoffs by the time from the signal to the first touch, with their conversion to SQL. */
export async function firstContactReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const { names, indexSql } = firstContactBuckets(await limitsAt(sql, query));
  const counts = await sql.query<(Omit<Bucket, 'bucket'> & { bucket: number })[]>(
    `WITH ${handoffsInScope}
     SELECT ${groupColumn(query.groupBy)} AS "group",
       CASE WHEN off_hours THEN 'off' ELSE 'working' END AS hours, ${indexSql(MINUTES)} AS bucket, count(*)::int AS handoffs,
       count(*) FILTER (WHERE sql_at IS NOT NULL)::int AS sql
     FROM in_scope WHERE imported_day IS NULL AND transferred_at IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1 NULLS LAST, 2 DESC, 3`,
    scopeParameters(query),
  );
  return {
    total: { ...totalOf(counts), offHours: totalOf(counts.filter(({ hours }) => hours === 'off')) },
    rows: counts.map(({ group, hours, bucket, handoffs, sql: qualified }) => {
      const interval = shareInterval(qualified, handoffs);
      return {
        group,
        hours,
        bucket: names[bucket] ?? String(bucket),
        handoffs,
        sql: qualified,
        conversionToSql: share(qualified, handoffs),
        conversionToSqlLow: interval?.low ?? null,
        conversionToSqlHigh: interval?.high ?? null,
      };
    }),
  };
}

function totalOf(counts: readonly Pick<Bucket, 'handoffs' | 'sql'>[]): Pick<Bucket, 'handoffs' | 'sql'> {
  const sum = (name: 'handoffs' | 'sql'): number => counts.reduce((total, row) => total + row[name], 0);
  return { handoffs: sum('handoffs'), sql: sum('sql') };
}
