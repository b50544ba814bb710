import type { HandoffStepRecorded } from '@baton/contracts';
import { gatherFacts, noFacts } from '@baton/domain';
import type { Counting, HandoffFacts } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { AgreedTime } from './agreed-time.ts';
import { ChangedRows, recordRow, stepRow } from './record-rows.ts';
import { saveRows } from './save-rows.ts';

interface Known {
  version: number;
  waiting: number;
  facts: HandoffFacts | null;
}

/**
 * Within a handoff only the next version applies: one from further on waits, an older one is known already. A step whose
 * agreement has not come waits as well, since its hours cannot be counted.
 */
export async function projectStep(
  transaction: SqlExecutor,
  recorded: HandoffStepRecorded,
  agreedTime: AgreedTime,
): Promise<void> {
  const counting = await agreedTime.of(transaction, recorded.agreementVersion);
  const known = await lockRecord(transaction, recorded);
  if (recorded.version <= known.version) return;
  if (recorded.version > known.version + 1 || !counting) return wait(transaction, recorded);
  const waiting = known.waiting > 0 ? await waitingSteps(transaction, recorded.handoffId) : [];
  await apply(transaction, known.facts ?? noFacts, [recorded, ...waiting], known.waiting, counting);
}

/** Takes up what waited for this agreement. */
export async function projectWaiting(
  transaction: SqlExecutor,
  agreementVersion: number,
  counting: Counting,
): Promise<void> {
  const handoffs = await transaction.query<{ handoff_id: string }[]>(
    'SELECT DISTINCT handoff_id FROM reporting.waiting_step WHERE agreement_version = $1 ORDER BY handoff_id',
    [agreementVersion],
  );
  for (const { handoff_id: handoffId } of handoffs) {
    const [known] = await transaction.query<Known[]>(LOCK, [handoffId]);
    const waiting = await waitingSteps(transaction, handoffId);
    if (known) await apply(transaction, known.facts ?? noFacts, waiting, known.waiting, counting);
  }
}

const LOCK = 'SELECT version, waiting, facts FROM reporting.handoff_record WHERE handoff_id = $1 FOR UPDATE';

/** The update of nothing locks the row, whoever made it. */
const CREATE = `INSERT INTO reporting.handoff_record AS known (handoff_id, lead_id, n) VALUES ($1, $2, $3)
  ON CONFLICT (handoff_id) DO UPDATE SET version = known.version RETURNING version, waiting, facts`;

/** One writer a handoff; the row is there before its first step, so that there is something to lock. */
async function lockRecord(transaction: SqlExecutor, recorded: HandoffStepRecorded): Promise<Known> {
  const { handoffId, leadId, handoffNumber, version } = recorded;
  const [known] = version === 1 ? [] : await transaction.query<Known[]>(LOCK, [handoffId]);
  if (known) return known;
  const [created] = await transaction.query<Known[]>(CREATE, [handoffId, leadId, handoffNumber]);
  if (!created) throw new Error('A row that was inserted is not there: run the statement in a transaction.');
  return created;
}

async function wait(transaction: SqlExecutor, recorded: HandoffStepRecorded): Promise<void> {
  await transaction.query(
    `WITH held AS (
       INSERT INTO reporting.waiting_step (handoff_id, version, agreement_version, data) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1
     ), counted AS (
       UPDATE reporting.handoff_record SET waiting = waiting + (SELECT count(*) FROM held) WHERE handoff_id = $1 RETURNING 1
     ) SELECT 1 FROM counted`,
    [recorded.handoffId, recorded.version, recorded.agreementVersion, JSON.stringify(recorded)],
  );
}

async function waitingSteps(transaction: SqlExecutor, handoffId: string): Promise<HandoffStepRecorded[]> {
  const rows = await transaction.query<{ data: HandoffStepRecorded }[]>(
    'SELECT data FROM reporting.waiting_step WHERE handoff_id = $1 ORDER BY version',
    [handoffId],
  );
  return rows.map(({ data }) => data);
}

async function apply(
  transaction: SqlExecutor,
  before: HandoffFacts,
  candidates: HandoffStepRecorded[],
  waiting: number,
  counting: Counting,
): Promise<void> {
  const changed = new ChangedRows(candidates[0]?.handoffId ?? '');
  const applied: HandoffStepRecorded[] = [];
  let facts = before;
  for (const recorded of candidates) {
    if (recorded.version !== facts.version + 1) continue;
    const next = gatherFacts(facts, recorded, counting);
    changed.add(facts, next.changes);
    facts = next.facts;
    applied.push(recorded);
  }
  const [first] = applied;
  if (!first) return;
  const left = waiting === 0 ? 0 : waiting - (await release(transaction, first.handoffId, facts.version));
  await saveRows(transaction, {
    handoff_record: [recordRow(first, facts, left, counting)],
    step: applied.map(stepRow),
    ...changed.rows,
  });
}

/** Lets go of what waited and is applied now; answers how many those were. */
async function release(transaction: SqlExecutor, handoffId: string, version: number): Promise<number> {
  const [released] = await transaction.query<{ count: number }[]>(
    `WITH gone AS (DELETE FROM reporting.waiting_step WHERE handoff_id = $1 AND version <= $2 RETURNING 1)
     SELECT count(*)::int AS count FROM gone`,
    [handoffId, version],
  );
  return released?.count ?? 0;
}
