import { losses, passedConversion } from '@baton/domain';
import type { LostGroup } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, Question } from './question.ts';
import { ownHandoffs, scopeParameters } from './scope.ts';

interface Base {
  currency: string | null;
  transferred: number;
  lost: number;
  won: number;
  won_of_lost: number;
}

/** What leads lost by process cost, by the average check of each one's agreement. */
export async function lossesReport(sql: SqlExecutor, question: Question): Promise<Figures> {
  const parameters = scopeParameters(question);
  const priced = `${ownHandoffs}, priced AS (
    SELECT own.*, g.average_check, g.currency FROM own
    LEFT JOIN reporting.agreement g ON g.version = own.agreement_version WHERE own.transferred_at IS NOT NULL
  )`;
  const bases = await sql.query<Base[]>(
    `WITH ${priced} SELECT currency, count(*)::int AS transferred,
       count(*) FILTER (WHERE lost_cause IS NOT NULL)::int AS lost, count(*) FILTER (WHERE outcome = 'won')::int AS won,
       count(*) FILTER (WHERE outcome = 'won' AND lost_cause IS NOT NULL)::int AS won_of_lost
     FROM priced GROUP BY currency`,
    parameters,
  );
  const groups = await sql.query<(Omit<LostGroup, 'currency'> & { currency: string | null })[]>(
    `WITH ${priced} SELECT lost_cause AS cause, channel, currency, count(*)::int AS handoffs,
       COALESCE(sum(average_check), 0)::float8 AS checks
     FROM priced WHERE lost_cause IS NOT NULL AND sql_at IS NULL AND upheld_returns = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    parameters,
  );
  const conversionToWon = conversion(bases);
  const transferred = new Map(
    bases.flatMap(({ currency, transferred: count }) => (currency ? [[currency, count] as const] : [])),
  );
  const known = groups.flatMap((group) => (group.currency === null ? [] : [{ ...group, currency: group.currency }]));
  const currencies = losses(known, transferred, conversionToWon);
  const unpriced = groups.filter(({ currency }) => currency === null);
  return {
    total: {
      transferred: sum(bases, (base) => base.transferred),
      conversionToWon,
      currencies,
      /** Lost under an agreement that has not reached the reports yet. */
      lostWithoutAverageCheck: sum(unpriced, ({ handoffs }) => handoffs),
    },
    rows: currencies.flatMap(({ currency, byCause, byChannel }) => [
      ...byCause.map(({ cause, ...line }) => ({ currency, by: 'cause', value: cause, ...line })),
      ...byChannel.map(({ channel, ...line }) => ({ currency, by: 'channel', value: channel, ...line })),
    ]),
  };
}

const sum = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((total, item) => total + count(item), 0);

/** One conversion for all parts, so that they add up to the whole. */
function conversion(bases: readonly Base[]): number | null {
  return passedConversion({
    transferred: sum(bases, (base) => base.transferred),
    lost: sum(bases, (base) => base.lost),
    sql: 0,
    sqlOfLost: 0,
    won: sum(bases, (base) => base.won),
    wonOfLost: sum(bases, (base) => base.won_of_lost),
  }).won;
}
