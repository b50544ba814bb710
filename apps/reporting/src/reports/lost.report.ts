import { lostCauses, share } from '@baton/domain';
import type { LostCause } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { lostCauseText } from '@baton/wording';
import type { Figures, ReportQuery } from './report-query.ts';
import { groupColumn, handoffsInScope, scopeParameters, transferredByGroup } from './report-scope.ts';

interface CauseCounts {
  group: string | null;
  cause: LostCause;
  lost: number;
  sql_after_lost: number;
  won_after_lost: number;
  lost_before_transfer: number;
}

/** Handoffs lost by process, by cause. Those lost before any transfer are counted separately. */
export async function lostReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const parameters = scopeParameters(query);
  const transferred = await transferredByGroup(sql, query);
  const counts = await sql.query<CauseCounts[]>(
    `WITH ${handoffsInScope}
     SELECT ${groupColumn(query.groupBy)} AS "group", lost_cause AS cause,
       count(*) FILTER (WHERE transferred_at IS NOT NULL)::int AS lost,
       count(*) FILTER (WHERE transferred_at IS NOT NULL AND sql_at IS NOT NULL)::int AS sql_after_lost,
       count(*) FILTER (WHERE transferred_at IS NOT NULL AND outcome = 'won')::int AS won_after_lost,
       count(*) FILTER (WHERE transferred_at IS NULL)::int AS lost_before_transfer
     FROM in_scope WHERE lost_cause IS NOT NULL GROUP BY 1, 2 ORDER BY 1 NULLS LAST, lost DESC, 2`,
    parameters,
  );
  const sum = (count: (row: CauseCounts) => number): number => counts.reduce((total, row) => total + count(row), 0);
  const lost = sum((row) => row.lost);
  const all = [...transferred.values()].reduce((total, some) => total + some, 0);
  return {
    total: {
      transferred: all,
      lost,
      share: share(lost, all),
      sqlAfterLost: sum((row) => row.sql_after_lost),
      wonAfterLost: sum((row) => row.won_after_lost),
      lostBeforeTransfer: sum((row) => row.lost_before_transfer),
      causes: Object.fromEntries(lostCauses.map((cause) => [cause, lostCauseText[cause].en])),
    },
    rows: counts.map((row) => ({
      group: row.group,
      cause: row.cause,
      transferred: transferred.get(row.group) ?? 0,
      lost: row.lost,
      share: share(row.lost, transferred.get(row.group) ?? 0),
      sqlAfterLost: row.sql_after_lost,
      wonAfterLost: row.won_after_lost,
      lostBeforeTransfer: row.lost_before_transfer,
    })),
  };
}
