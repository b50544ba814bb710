import type { HandoffStepRecorded } from '@baton/contracts';
import { foldFacts, emptyFacts } from '@baton/domain';
import type { HandoffFacts } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { AgreementCalendars, AgreementTime } from './agreement-calendars.ts';
import { ChangedRows, recordRow, stepRow } from './record-rows.ts';
import { saveRows } from './save-rows.ts';

interface RecordState {
  version: number;
  pending_steps: number;
  facts: HandoffFacts | null;
}

/**
 * Applies the next version of a handoff. A later version waits, an earlier one is a duplicate. A step whose agreement has
 * not arrived waits too, because its working hours cannot be counted yet.
 */
export async function projectStep(
  transaction: SqlExecutor,
  recorded: HandoffStepRecorded,
  calendars: AgreementCalendars,
): Promise<void> {
  const limits = await calendars.load(transaction, recorded.agreementVersion);
  const known = await lockRecord(transaction, recorded);
  if (recorded.version <= known.version) return;
  if (recorded.version > known.version + 1 || !limits) return storePendingStep(transaction, recorded);
  const waiting = known.pending_steps > 0 ? await pendingSteps(transaction, recorded.handoffId) : [];
  await applyNextSteps(transaction, known.facts ?? emptyFacts, [recorded, ...waiting], known.pending_steps, limits);
}

/** Applies the steps that waited for an agreement. */
export async function projectPendingSteps(
  transaction: SqlExecutor,
  agreementVersion: number,
  limits: AgreementTime,
): Promise<void> {
  const handoffs = await transaction.query<{ handoff_id: string }[]>(
    'SELECT DISTINCT handoff_id FROM reporting.pending_step WHERE agreement_version = $1 ORDER BY handoff_id',
    [agreementVersion],
  );
  for (const { handoff_id: handoffId } of handoffs) {
    const [known] = await transaction.query<RecordState[]>(SELECT_RECORD_FOR_UPDATE, [handoffId]);
    const waiting = await pendingSteps(transaction, handoffId);
    if (known) await applyNextSteps(transaction, known.facts ?? emptyFacts, waiting, known.pending_steps, limits);
  }
}

const SELECT_RECORD_FOR_UPDATE =
  'SELECT version, pending_steps, facts FROM reporting.handoff_record WHERE handoff_id = $1 FOR UPDATE';

/** The update changes nothing, but locks the row even if another transaction has inserted it. */
const INSERT_RECORD = `INSERT INTO reporting.handoff_record AS known (handoff_id, lead_id, handoff_number) VALUES ($1, $2, $3)
  ON CONFLICT (handoff_id) DO UPDATE SET version = known.version RETURNING version, pending_steps, facts`;

/** Locks the handoff. The row is inserted before its first step, so that there is always a row to lock. */
async function lockRecord(transaction: SqlExecutor, recorded: HandoffStepRecorded): Promise<RecordState> {
  const { handoffId, leadId, handoffNumber, version } = recorded;
  const [known] = version === 1 ? [] : await transaction.query<RecordState[]>(SELECT_RECORD_FOR_UPDATE, [handoffId]);
  if (known) return known;
  const [created] = await transaction.query<RecordState[]>(INSERT_RECORD, [handoffId, leadId, handoffNumber]);
  if (!created) throw new Error('PostgreSQL did not return the inserted row of a handoff.');
  return created;
}

async function storePendingStep(transaction: SqlExecutor, recorded: HandoffStepRecorded): Promise<void> {
  await transaction.query(
    `WITH held AS (
       INSERT INTO reporting.pending_step (handoff_id, version, agreement_version, data) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1
     ), counted AS (
       UPDATE reporting.handoff_record SET pending_steps = pending_steps + (SELECT count(*) FROM held) WHERE handoff_id = $1 RETURNING 1
     ) SELECT 1 FROM counted`,
    [recorded.handoffId, recorded.version, recorded.agreementVersion, JSON.stringify(recorded)],
  );
}

async function pendingSteps(transaction: SqlExecutor, handoffId: string): Promise<HandoffStepRecorded[]> {
  const rows = await transaction.query<{ data: HandoffStepRecorded }[]>(
    'SELECT data FROM reporting.pending_step WHERE handoff_id = $1 ORDER BY version',
    [handoffId],
  );
  return rows.map(({ data }) => data);
}

async function applyNextSteps(
  transaction: SqlExecutor,
  before: HandoffFacts,
  candidates: HandoffStepRecorded[],
  pendingCount: number,
  limits: AgreementTime,
): Promise<void> {
  const changed = new ChangedRows(candidates[0]?.handoffId ?? '');
  const applied: HandoffStepRecorded[] = [];
  let facts = before;
  for (const recorded of candidates) {
    if (recorded.version !== facts.version + 1) continue;
    const next = foldFacts(facts, recorded, limits);
    changed.add(next.changes);
    facts = next.facts;
    applied.push(recorded);
  }
  const [first] = applied;
  if (!first) return;
  const left =
    pendingCount === 0 ? 0 : pendingCount - (await deletePendingSteps(transaction, first.handoffId, facts.version));
  await saveRows(transaction, {
    handoff_record: [recordRow(first, facts, left, limits)],
    step: applied.map(stepRow),
    ...changed.rows,
  });
}

/** Deletes the pending steps that have been applied, and returns their number. */
async function deletePendingSteps(transaction: SqlExecutor, handoffId: string, version: number): Promise<number> {
  const [deleted] = await transaction.query<{ count: number }[]>(
    `WITH deleted AS (DELETE FROM reporting.pending_step WHERE handoff_id = $1 AND version <= $2 RETURNING 1)
     SELECT count(*)::int AS count FROM deleted`,
    [handoffId, version],
  );
  return deleted?.count ?? 0;
}
