import type { SqlExecutor } from '@baton/messaging';

/** Columns of the tables that steps are folded into; the first ones of each are its key. */
const columns = {
  handoff_record: {
    key: ['handoff_id'],
    rest: [
      ...[
        'lead_id',
        'n',
        'version',
        'waiting',
        'facts',
        'agreement_version',
        'source',
        'channel',
        'campaign',
        'segment',
      ],
      ...['imported_day', 'started_at', 'signal_received_at', 'transferred_at', 'accepted_at', 'first_contact_due_at'],
      ...[
        'first_touch_at',
        'reached_at',
        'last_touch_at',
        'counted_touches',
        'sql_at',
        'ended_at',
        'ending',
        'owner_id',
      ],
      ...['team_id', 'first_owned_at', 'uncontacted_mark_at', 'silent_mark_at', 'too_few_touches_mark_at'],
      ...['unowned_mark_at', 'unowned_from_start_mark_at'],
    ],
  },
  step: { key: ['handoff_id', 'version'], rest: ['at', 'type', 'data'] },
  promise: {
    key: ['handoff_id', 'version'],
    rest: [
      ...['promise', 'clock', 'owner_id', 'team_id', 'started_at', 'due_at', 'broken_at', 'kept_at', 'kept_late'],
      ...['counted_milliseconds', 'wall_clock_milliseconds', 'released_at', 'released_why'],
    ],
  },
  assignment: { key: ['handoff_id', 'version'], rest: ['owner_id', 'team_id', 'at', 'until_at'] },
  handoff_return: {
    key: ['handoff_id', 'version'],
    rest: ['at', 'reason', 'by_id', 'qualification', 'counts_against', 'state'],
  },
  recorded_outcome: { key: ['outcome_id', 'handoff_id'], rest: [] },
} as const;

export type RowsOfRecord = Partial<Record<keyof typeof columns, object[]>>;

/** All rows in one statement, so that a step costs one journey to the database. A row that exists is replaced. */
export async function saveRows(transaction: SqlExecutor, rows: RowsOfRecord): Promise<void> {
  const given = Object.entries(rows).filter(([, some]) => some.length > 0) as [keyof typeof columns, object[]][];
  const parts = given.map(([table], index) => `saved_${table} AS (${upsert(table, index + 1)})`);
  await transaction.query(
    `WITH ${parts.join(', ')} SELECT 1`,
    given.map(([, some]) => JSON.stringify(some)),
  );
}

function upsert(table: keyof typeof columns, parameter: number): string {
  const { key, rest } = columns[table];
  const names = [...key, ...rest].join(', ');
  const replaced = rest.map((name) => `${name} = excluded.${name}`).join(', ');
  return `INSERT INTO reporting.${table} (${names})
    SELECT ${names} FROM jsonb_populate_recordset(NULL::reporting.${table}, $${parameter}::jsonb)
    ON CONFLICT (${key.join(', ')}) DO ${replaced ? `UPDATE SET ${replaced}` : 'NOTHING'}`;
}
