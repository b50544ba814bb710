import { evidenceLevels, leadHolders, share } from '@baton/domain';
import type { LeadHolder } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, ReportQuery, Row } from './report-query.ts';
import { groupColumn, handoffsInPeriod, ownerAndEvidenceScope, scopeParameters } from './report-scope.ts';

/** For how long marketing, the queue or one owner held the leads whose first contact was late. */
interface LateLeadsHeldBy {
  holder: LeadHolder;
  ownerId: string | null;
  handoffs: number;
  milliseconds: number;
}

/** The state at `asOf`; a promise that was broken and then kept is kept late. */
const STATUS = `CASE WHEN p.kept_at <= $1::timestamptz THEN CASE WHEN p.kept_late THEN 'keptLate' ELSE 'kept' END
  WHEN p.broken_at <= $1::timestamptz THEN 'broken'
  WHEN p.released_at <= $1::timestamptz THEN 'released' ELSE 'running' END`;

const happenedByAsOf = (column: string): string =>
  `COALESCE(p.${column} <= $1::timestamptz, false) AS ${column.replace('_at', '')}`;

/** An instance of the owner's clock counts for that owner, one of the lead's clock for the owner of the handoff. */
const instances = `instances AS (
  SELECT p.handoff_id, p.promise, p.clock, p.started_at, in_period.channel, in_period.campaign, in_period.segment, in_period.source,
    in_period.agreement_version, ${STATUS} AS status, ${happenedByAsOf('escalated_at')}, ${happenedByAsOf('corrected_at')},
    CASE WHEN p.clock = 'owner' THEN p.owner_id ELSE in_period.rep END AS rep,
    CASE WHEN p.clock = 'owner' THEN p.team_id ELSE in_period.team END AS team,
    CASE WHEN p.kept_at <= $1::timestamptz THEN CASE WHEN p.kept_late THEN p.account_at_touch END
      WHEN p.broken_at <= $1::timestamptz THEN p.account_at_breach END AS account,
    CASE WHEN p.kept_at <= $1::timestamptz THEN p.evidence END AS evidence,
    CASE WHEN p.kept_at <= $1::timestamptz THEN p.counted_milliseconds::float8 END AS counted,
    CASE WHEN p.kept_at <= $1::timestamptz THEN p.wall_clock_milliseconds::float8 END AS wall_clock
  FROM reporting.promise p JOIN in_period USING (handoff_id) WHERE p.known_at <= $1::timestamptz
    AND (p.replaced_at > $1::timestamptz) IS NOT FALSE
)`;

/** Each part of the account of a late lead; the other promises have none. */
const HOLDINGS = 'jsonb_to_recordset(account) AS holding (holder text, "ownerId" text, milliseconds float8)';

/** With a filter for a rep or a team, the other owners who held the lead are not shown. */
const SHOWN_HOLDINGS = `("ownerId" IS NULL OR (
    ($11::text IS NULL OR "ownerId" = $11)
    AND ($10::text IS NULL OR EXISTS (
      SELECT FROM reporting.assignment s WHERE s.handoff_id = instances.handoff_id AND s.owner_id = "ownerId"
        AND s.team_id IS NOT DISTINCT FROM NULLIF($10, '') AND s.known_at <= $1::timestamptz
    ))
  ))`;

const lateColumns = leadHolders
  .map((holder) => `sum(held.${holder}) AS "late${holder[0]?.toUpperCase()}${holder.slice(1)}Milliseconds"`)
  .join(', ');

const heldByKind = `LEFT JOIN LATERAL (
  SELECT ${leadHolders.map((holder) => `sum(milliseconds) FILTER (WHERE holder = '${holder}') AS ${holder}`).join(', ')}
  FROM ${HOLDINGS}
) held ON true`;

const quantiles = (
  [
    ['counted', 'counted'],
    ['wallClock', 'wall_clock'],
  ] as const
).flatMap(([name, column]) =>
  (
    [
      ['Median', 0.5],
      ['P90', 0.9],
      ['P99', 0.99],
    ] as const
  ).map(([suffix, at]) => `percentile_cont(${at}) WITHIN GROUP (ORDER BY ${column}) AS "${name}${suffix}Milliseconds"`),
);

/** Promises kept and broken, by clock. */
export async function promisesReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const group = query.groupBy === 'hour' ? `to_char(started_at AT TIME ZONE $4, 'HH24')` : groupColumn(query.groupBy);
  const states = ['kept', 'keptLate', 'broken', 'running', 'released'];
  const rows = await sql.query<Row[]>(
    `WITH ${handoffsInPeriod}, ${instances}
     SELECT ${group} AS "group", promise, clock, count(*)::int AS started,
       ${states.map((state) => `count(*) FILTER (WHERE status = '${state}')::int AS "${state}"`).join(', ')},
       count(*) FILTER (WHERE escalated)::int AS escalated, count(*) FILTER (WHERE corrected)::int AS corrected,
       ${evidenceLevels.map((level) => `count(*) FILTER (WHERE evidence = '${level}')::int AS "${level}"`).join(', ')},
       ${lateColumns}, ${quantiles.join(', ')}
     FROM instances ${heldByKind} WHERE ${ownerAndEvidenceScope}
     GROUP BY 1, promise, clock ORDER BY 1 NULLS LAST, promise, clock`,
    scopeParameters(query),
  );
  const lateLeadsHeldBy = await sql.query<LateLeadsHeldBy[]>(
    `WITH ${handoffsInPeriod}, ${instances}
     SELECT holder, "ownerId", count(DISTINCT handoff_id)::int AS handoffs, sum(milliseconds) AS milliseconds
     FROM instances CROSS JOIN LATERAL ${HOLDINGS} WHERE ${ownerAndEvidenceScope} AND ${SHOWN_HOLDINGS}
     GROUP BY 1, 2 ORDER BY milliseconds DESC, 1, 2`,
    scopeParameters(query),
  );
  const sum = (state: string): number => rows.reduce((total, row) => total + Number(row[state]), 0);
  return {
    total: {
      ...Object.fromEntries(
        ['started', ...states, 'escalated', 'corrected', ...evidenceLevels].map((state) => [state, sum(state)]),
      ),
      lateLeadsHeldBy,
    },
    rows: rows.map(withBrokenShare),
  };
}

function withBrokenShare({ group, promise, clock, ...figures }: Row): Row {
  const [kept, keptLate, broken] = [figures['kept'], figures['keptLate'], figures['broken']].map(Number) as [
    number,
    number,
    number,
  ];
  const row = { group, promise, clock } as Row;
  return { ...row, ...figures, brokenShare: share(keptLate + broken, kept + keptLate + broken) };
}
