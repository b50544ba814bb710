import { evidenceLevels, faults, qualifications, share } from '@baton/domain';
import type { EvidenceLevel, Fault, Qualification } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, ReportQuery, Row } from './report-query.ts';
import { groupColumn, handoffsInScope, returnState, scopeParameters, transferredByGroup } from './report-scope.ts';

interface Totals {
  returned: number;
  open: number;
  upheld: number;
  overturned: number;
  qualification: Record<Qualification, number>;
  proof: Record<EvidenceLevel, number>;
  faults: Record<Fault, number>;
  without_explanation: number;
  still_held: number;
}

/** Each return of the handoffs in scope, with its state at `asOf`. */
const returnsInScope = `${handoffsInScope}, returns AS (
  SELECT in_scope.*, r.reason, r.counts_against, r.qualification, r.proof_level AS proof, ${returnState('r')} AS state,
    CASE WHEN r.decided_at <= $1::timestamptz THEN r.fault END AS fault
  FROM reporting.handoff_return r JOIN in_scope USING (handoff_id) WHERE r.at <= $1::timestamptz
)`;

const states = ['open', 'upheld', 'overturned']
  .map((state) => `count(*) FILTER (WHERE state = '${state}')::int AS ${state}`)
  .join(', ');

const countStanding = (column: string, level: string): string =>
  `count(*) FILTER (WHERE ${column} = '${level}' AND state <> 'overturned')::int`;

const countFault = (fault: Fault): string => `count(*) FILTER (WHERE fault = '${fault}')::int`;

/** Counts the verdicts that name each fault, in a column for each. */
const faultColumns = faults
  .map((fault) => `${countFault(fault)} AS "fault${fault[0]?.toUpperCase()}${fault.slice(1)}"`)
  .join(', ');

const faultObject = `json_build_object(${faults.map((fault) => `'${fault}', ${countFault(fault)}`).join(', ')}) AS faults`;

const levelsOf = { qualification: qualifications, proof: evidenceLevels };
type LeveledColumn = keyof typeof levelsOf;

/** Counts the returns that were not overturned by the level of their qualification or proof, in a column for each. */
const levelColumns = (column: LeveledColumn): string =>
  levelsOf[column]
    .map((level) => `${countStanding(column, level)} AS "${column}${level[0]?.toUpperCase()}${level.slice(1)}"`)
    .join(', ');

/** The same counts as one JSON object. */
const levelObject = (column: LeveledColumn): string =>
  `json_build_object(${levelsOf[column].map((level) => `'${level}', ${countStanding(column, level)}`).join(', ')}) AS ${column}`;

/** Returns by reason. */
export async function returnsReport(sql: SqlExecutor, query: ReportQuery): Promise<Figures> {
  const parameters = scopeParameters(query);
  const [totals] = await sql.query<[Totals]>(
    `WITH ${returnsInScope}, held AS (
       SELECT handoff_id, COALESCE(h.ended_at > $1::timestamptz, true) AS still
       FROM reporting.held_return h JOIN in_scope USING (handoff_id) WHERE h.at <= $1::timestamptz
     )
     SELECT (SELECT count(DISTINCT handoff_id) FROM held)::int AS without_explanation,
       (SELECT count(DISTINCT handoff_id) FROM held WHERE still)::int AS still_held,
       count(DISTINCT handoff_id) FILTER (WHERE state <> 'overturned')::int AS returned,
       ${states},
       ${levelObject('qualification')}, ${levelObject('proof')}, ${faultObject}
     FROM returns`,
    parameters,
  );
  const rows = await sql.query<(Row & { group: string | null; handoffs: number })[]>(
    `WITH ${returnsInScope}
     SELECT ${groupColumn(query.groupBy)} AS "group", reason, counts_against AS "countsAgainst",
       count(*)::int AS returns, count(DISTINCT handoff_id) FILTER (WHERE state <> 'overturned')::int AS handoffs,
       ${states},
       ${levelColumns('qualification')}, ${levelColumns('proof')}, ${faultColumns}
     FROM returns GROUP BY 1, 2, 3 ORDER BY 1 NULLS LAST, returns DESC, 2, 3`,
    parameters,
  );
  const transferredOf = await transferredByGroup(sql, query);
  const transferred = [...transferredOf.values()].reduce((total, some) => total + some, 0);
  const { returned, open, upheld, overturned, qualification, proof, faults: faultsOfVerdicts } = totals;
  const { without_explanation: withoutExplanation, still_held: stillHeld } = totals;
  return {
    total: {
      transferred,
      returned,
      share: share(returned, transferred),
      returns: { open, upheld, overturned },
      qualification,
      proof,
      faults: faultsOfVerdicts,
      withoutExplanation: { handoffs: withoutExplanation, stillHeld },
    },
    rows: rows.map((row) => {
      const ofGroup = transferredOf.get(row.group) ?? 0;
      return { ...row, transferred: ofGroup, share: share(row.handoffs, ofGroup) };
    }),
  };
}
