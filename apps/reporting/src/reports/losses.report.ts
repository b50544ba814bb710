import { lossesByCurrency, passedConversion } from '@baton/domain';
import type { LostGroup } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, ReportQuery } from './report-query.ts';
import { handoffsInScope, scopeParameters } from './report-scope.ts';

interface CurrencyCounts {
  currency: string | null;
  transferred: number;
  lost: number;
  won: number;
  won_after_lost: number;
}

/**
 * The cost of leads lost by process, from the average check of their agreements. A postponed lead that came back has one
 * deal to lose: its next handoff counts instead, as in passed conversion.
 */
export async function lossesReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const parameters = scopeParameters(query);
  const priced = `${handoffsInScope}, priced AS (
    SELECT in_scope.*, g.average_check, g.currency FROM in_scope
    LEFT JOIN reporting.agreement g ON g.version = in_scope.agreement_version
    WHERE in_scope.transferred_at IS NOT NULL AND in_scope.resumed_at IS NULL
  )`;
  const countsByCurrency = await sql.query<CurrencyCounts[]>(
    `WITH ${priced} SELECT currency, count(*)::int AS transferred,
       count(*) FILTER (WHERE lost_cause IS NOT NULL)::int AS lost,
       count(*) FILTER (WHERE outcome = 'won')::int AS won,
       count(*) FILTER (WHERE outcome = 'won' AND lost_cause IS NOT NULL)::int AS won_after_lost
     FROM priced GROUP BY currency`,
    parameters,
  );
  const groups = await sql.query<(Omit<LostGroup, 'currency'> & { currency: string | null })[]>(
    `WITH ${priced} SELECT lost_cause AS cause, channel, currency, count(*)::int AS handoffs,
       COALESCE(sum(average_check), 0)::float8 AS checks
     FROM priced WHERE lost_cause IS NOT NULL AND sql_at IS NULL AND upheld_returns = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    parameters,
  );
  const conversionToWon = conversionToWonOf(countsByCurrency);
  const transferred = new Map(
    countsByCurrency.flatMap(({ currency, transferred: count }) => (currency ? [[currency, count] as const] : [])),
  );
  const known = groups.flatMap((group) => (group.currency === null ? [] : [{ ...group, currency: group.currency }]));
  const currencies = lossesByCurrency(known, transferred, conversionToWon);
  const unpriced = groups.filter(({ currency }) => currency === null);
  return {
    total: {
      transferred: sum(countsByCurrency, (base) => base.transferred),
      conversionToWon,
      currencies,
      /** Lost handoffs whose agreement the reports have not received yet. */
      lostWithoutAverageCheck: sum(unpriced, ({ handoffs }) => handoffs),
    },
    rows: currencies.flatMap(({ currency, byCause, byChannel }) => [
      ...byCause.map(({ cause, ...line }) => ({ currency, dimension: 'cause', value: cause, ...line })),
      ...byChannel.map(({ channel, ...line }) => ({ currency, dimension: 'channel', value: channel, ...line })),
    ]),
  };
}

const sum = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((total, item) => total + count(item), 0);

/** One conversion for all rows, so that they add up to the total. */
function conversionToWonOf(bases: readonly CurrencyCounts[]): number | null {
  return passedConversion({
    transferred: sum(bases, (base) => base.transferred),
    lost: sum(bases, (base) => base.lost),
    sql: 0,
    sqlOfLost: 0,
    won: sum(bases, (base) => base.won),
    wonOfLost: sum(bases, (base) => base.won_after_lost),
  }).won;
}
