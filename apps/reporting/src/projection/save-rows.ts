import type { SqlExecutor } from '@baton/messaging';

/** The tables that steps are folded into, with their key and other columns. */
const columns = {
  handoff_record: {
    key: ['handoff_id'],
    rest: [
      'lead_id',
      'handoff_number',
      'version',
      'pending_steps',
      'facts',
      'agreement_version',
      'source',
      'channel',
      'campaign',
      'segment',
      'imported_day',
      'known_at',
      'started_at',
      'signal_received_at',
      'off_hours',
      'transferred_at',
      'transfer_known_at',
      'accepted_at',
      'first_contact_due_at',
      'first_touch_at',
      'reached_at',
      'last_touch_at',
      'counted_touches',
      'ended_at',
      'ending',
      'resumed_at',
      'owner_id',
      'team_id',
      'first_owned_at',
      'uncontacted_mark_at',
      'touches_missed_mark_at',
      'no_activity_mark_at',
      'too_few_touches_mark_at',
      'overturned_uncontacted_mark_at',
      'unowned_mark_at',
      'unowned_from_start_mark_at',
    ],
  },
  step: { key: ['handoff_id', 'version'], rest: ['at', 'type', 'data'] },
  promise: {
    key: ['handoff_id', 'version'],
    rest: [
      'known_at',
      'promise',
      'clock',
      'owner_id',
      'team_id',
      'started_at',
      'due_at',
      'broken_at',
      'kept_at',
      'kept_late',
      'evidence',
      'counted_milliseconds',
      'wall_clock_milliseconds',
      'account_at_breach',
      'account_at_touch',
      'released_at',
      'release_reason',
      'escalated_at',
      'corrected_at',
      'replaced_at',
    ],
  },
  touch: { key: ['handoff_id', 'version'], rest: ['at', 'known_at', 'reached', 'evidence', 'voided_at'] },
  assignment: {
    key: ['handoff_id', 'version'],
    rest: ['owner_id', 'team_id', 'at', 'known_at', 'ended_at', 'is_sql', 'credited_until_at'],
  },
  handoff_return: {
    key: ['handoff_id', 'version'],
    rest: [
      'at',
      'reason',
      'returned_by_id',
      'qualification',
      'proof_level',
      'counts_against',
      'decided_at',
      'verdict',
      'fault',
    ],
  },
  held_return: { key: ['handoff_id', 'version'], rest: ['at', 'ended_at'] },
  sql_period: { key: ['handoff_id', 'version'], rest: ['at', 'known_at', 'withdrawn_at'] },
  recorded_outcome: { key: ['outcome_id', 'handoff_id'], rest: ['known_at'] },
} as const;

export type RecordRows = Partial<Record<keyof typeof columns, object[]>>;

/** Inserts rows, and replaces those that exist. */
export async function saveRows(transaction: SqlExecutor, rows: RecordRows): Promise<void> {
  const given = Object.fromEntries(Object.entries(rows).filter(([, some]) => some.length > 0));
  await transaction.query('SELECT reporting.save_rows($1::jsonb)', [JSON.stringify(given)]);
}

/** A database function, so that a step costs one round trip and no planning: each session plans its statements once. */
export function saveRowsFunction(): string {
  const parts = (Object.keys(columns) as (keyof typeof columns)[]).map(
    (table) => `IF rows ? '${table}' THEN ${upsert(table)}; END IF;`,
  );
  return `CREATE FUNCTION reporting.save_rows(rows jsonb) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN ${parts.join('\n')} END $$`;
}

function upsert(table: keyof typeof columns): string {
  const { key, rest } = columns[table];
  const names = [...key, ...rest].join(', ');
  const replaced = rest.map((name) => `${name} = excluded.${name}`).join(', ');
  return `INSERT INTO reporting.${table} (${names})
    SELECT ${[...key, ...rest].map((name) => `given.${name}`).join(', ')}
    FROM jsonb_populate_recordset(NULL::reporting.${table}, rows -> '${table}') given
    ON CONFLICT (${key.join(', ')}) DO ${replaced ? `UPDATE SET ${replaced}` : 'NOTHING'}`;
}
