import { share } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { Figures, Question, Row } from './question.ts';
import { groupColumn, ownHandoffs, scopeParameters } from './scope.ts';

interface Totals {
  transferred: number;
  returned: number;
  open: number;
  upheld: number;
  overturned: number;
  proven: number;
  claimed: number;
  none: number;
}

/** Returns by reason. */
export async function returnsReport(sql: SqlExecutor, question: Question): Promise<Figures> {
  const parameters = scopeParameters(question);
  const [totals] = await sql.query<[Totals]>(
    `WITH ${ownHandoffs}, given AS (
       SELECT r.* FROM reporting.handoff_return r JOIN own USING (handoff_id) WHERE r.at <= $1::timestamptz
     )
     SELECT (SELECT count(*) FROM own WHERE transferred_at IS NOT NULL)::int AS transferred,
       count(DISTINCT handoff_id) FILTER (WHERE state <> 'overturned')::int AS returned,
       ${['open', 'upheld', 'overturned'].map((state) => `count(*) FILTER (WHERE state = '${state}')::int AS ${state}`).join(', ')},
       ${['proven', 'claimed', 'none'].map((kind) => `count(*) FILTER (WHERE qualification = '${kind}' AND state <> 'overturned')::int AS ${kind}`).join(', ')}
     FROM given`,
    parameters,
  );
  const rows = await sql.query<Row[]>(
    `WITH ${ownHandoffs}
     SELECT ${groupColumn(question.by)} AS "group", r.reason, r.counts_against AS "countsAgainst",
       count(*)::int AS returns, count(DISTINCT handoff_id)::int AS handoffs,
       count(*) FILTER (WHERE r.state = 'open')::int AS open, count(*) FILTER (WHERE r.state = 'upheld')::int AS upheld,
       count(*) FILTER (WHERE r.state = 'overturned')::int AS overturned,
       count(*) FILTER (WHERE r.qualification = 'proven')::int AS "qualificationProven",
       count(*) FILTER (WHERE r.qualification = 'claimed')::int AS "qualificationClaimed",
       count(*) FILTER (WHERE r.qualification = 'none')::int AS "qualificationNone"
     FROM reporting.handoff_return r JOIN own USING (handoff_id) WHERE r.at <= $1::timestamptz
     GROUP BY 1, 2, 3 ORDER BY 1 NULLS LAST, returns DESC, 2, 3`,
    parameters,
  );
  const { transferred, returned, open, upheld, overturned, proven, claimed, none } = totals;
  return {
    total: {
      transferred,
      returned,
      share: share(returned, transferred),
      returns: { open, upheld, overturned },
      qualification: { proven, claimed, none },
    },
    rows: rows.map((row) => ({ ...row, share: share(Number(row['handoffs']), transferred) })),
  };
}
