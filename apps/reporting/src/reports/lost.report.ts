import { lostCauses, lostCauseMeaning, share } from '@baton/domain';
import type { LostCause } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, Question } from './question.ts';
import { groupColumn, ownHandoffs, scopeParameters, transferredByGroup } from './scope.ts';

interface CauseCounts {
  group: string | null;
  cause: LostCause;
  lost: number;
  sql_after_all: number;
  won_after_all: number;
  before_transfer: number;
}

/** Handoffs lost by process, by cause. Those that never reached sales are told apart: they are no part of what was transferred. */
export async function lostReport(sql: SqlExecutor, question: Question): Promise<Figures> {
  const parameters = scopeParameters(question);
  const transferred = await transferredByGroup(sql, question);
  const counts = await sql.query<CauseCounts[]>(
    `WITH ${ownHandoffs}
     SELECT ${groupColumn(question.by)} AS "group", lost_cause AS cause,
       count(*) FILTER (WHERE transferred_at IS NOT NULL)::int AS lost,
       count(*) FILTER (WHERE transferred_at IS NOT NULL AND sql_at IS NOT NULL)::int AS sql_after_all,
       count(*) FILTER (WHERE transferred_at IS NOT NULL AND outcome = 'won')::int AS won_after_all,
       count(*) FILTER (WHERE transferred_at IS NULL)::int AS before_transfer
     FROM own WHERE lost_cause IS NOT NULL GROUP BY 1, 2 ORDER BY 1 NULLS LAST, lost DESC, 2`,
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
      sqlAfterAll: sum((row) => row.sql_after_all),
      wonAfterAll: sum((row) => row.won_after_all),
      lostBeforeTransfer: sum((row) => row.before_transfer),
      causes: Object.fromEntries(lostCauses.map((cause) => [cause, lostCauseMeaning[cause]])),
    },
    rows: counts.map((row) => ({
      group: row.group,
      cause: row.cause,
      transferred: transferred.get(row.group) ?? 0,
      lost: row.lost,
      share: share(row.lost, transferred.get(row.group) ?? 0),
      sqlAfterAll: row.sql_after_all,
      wonAfterAll: row.won_after_all,
      lostBeforeTransfer: row.before_transfer,
    })),
  };
}
