import {
  applySteps,
  causeKey,
  countedTouches,
  emptyState,
  needsCloser,
  nextDuePromise,
  noRelation,
  relationAfter,
  slotOwnerOf,
  wasReached,
} from '@baton/domain';
import type { HandoffState, RecordedStep, StepOf } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { addToRelationSql } from '@baton/service';

/** The fields that identify a handoff in records and events. */
export interface HandoffIdentity {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
}

interface RecordRow {
  handoff_id: string;
  version: number;
  at: Date;
  recorded_at: Date;
  actor: RecordedStep['actor'];
  cause: RecordedStep['cause'];
  step: RecordedStep['step'];
}

const toRecordedStep = (row: RecordRow): RecordedStep => ({
  handoffId: row.handoff_id,
  version: row.version,
  at: row.at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  actor: row.actor,
  cause: row.cause,
  step: row.step,
});

/** The steps after a version in order, by default all of them. */
export async function readSteps(
  on: SqlExecutor,
  handoffId: string,
  afterVersion = 0,
  atMost: number | null = null,
): Promise<RecordedStep[]> {
  const rows = await on.query<RecordRow[]>(
    'SELECT * FROM handoff.record WHERE handoff_id = $1 AND version > $2 ORDER BY version LIMIT $3',
    [handoffId, afterVersion, atMost],
  );
  return rows.map(toRecordedStep);
}

/** The state that the whole record leads to. */
export async function readState(on: SqlExecutor, handoffId: string): Promise<HandoffState> {
  return applySteps(emptyState(handoffId), await readSteps(on, handoffId));
}

/** The judgement that the handoff started with. */
export async function readJudgedLead(on: SqlExecutor, handoffId: string): Promise<StepOf<'started'>> {
  const [first] = await readSteps(on, handoffId, 0, 1);
  return startedStep(handoffId, first);
}

/** The first step of a record as the step that holds the judged lead. @throws Error for an imported handoff. */
export function startedStep(handoffId: string, first: RecordedStep | undefined): StepOf<'started'> {
  if (first?.step.type === 'started') return first.step;
  throw new Error(`Handoff ${handoffId}: its record does not start with a judged lead`);
}

export async function readStepsByCause(on: SqlExecutor, handoffId: string, key: string): Promise<RecordedStep[]> {
  const rows = await on.query<RecordRow[]>(
    'SELECT * FROM handoff.record WHERE handoff_id = $1 AND cause_key = $2 ORDER BY version',
    [handoffId, key],
  );
  return rows.map(toRecordedStep);
}

/** Undefined when the lead has no handoff with this number. */
export async function findIdentity(
  on: SqlExecutor,
  leadId: string,
  handoffNumber: number,
): Promise<HandoffIdentity | undefined> {
  const [identity] = await on.query<HandoffIdentity[]>(
    `SELECT handoff_id AS "handoffId", lead_id AS "leadId", handoff_number AS "handoffNumber",
       agreement_version AS "agreementVersion"
     FROM handoff.handoff WHERE lead_id = $1 AND handoff_number = $2`,
    [leadId, handoffNumber],
  );
  return identity;
}

interface LockedHandoff {
  version: number;
  isDuplicate: boolean;
}

/** Locks the handoff's row until the transaction ends. Creates the row if it is new. */
export async function lockHandoff(on: SqlExecutor, identity: HandoffIdentity, key: string): Promise<LockedHandoff> {
  const { handoffId, leadId, handoffNumber, agreementVersion } = identity;
  const [, [locked]] = await runPipelined(
    on,
    () =>
      on.query(
        `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [handoffId, leadId, handoffNumber, agreementVersion],
      ),
    () =>
      on.query<LockedHandoff[]>(
        `SELECT version, EXISTS (SELECT FROM handoff.record r WHERE r.handoff_id = $1 AND r.cause_key = $2) AS "isDuplicate"
         FROM handoff.handoff WHERE handoff_id = $1 FOR UPDATE`,
        [handoffId, key],
      ),
  );
  if (!locked) throw new Error(`Handoff ${handoffId} could not be created: another handoff has its lead and number`);
  return locked;
}

/** Appends the steps. The primary key (handoff, version) prevents a version from being written twice. */
export async function insertSteps(on: SqlExecutor, steps: readonly RecordedStep[]): Promise<void> {
  await on.query(
    `INSERT INTO handoff.record (handoff_id, version, at, recorded_at, actor, cause, cause_key, step)
      SELECT * FROM jsonb_to_recordset($1::jsonb)
        AS step (handoff_id text, version integer, at timestamptz, recorded_at timestamptz, actor jsonb, cause jsonb, cause_key text, step jsonb)`,
    [
      JSON.stringify(
        steps.map(({ handoffId, version, at, recordedAt, actor, cause, step }) => ({
          handoff_id: handoffId,
          version,
          at,
          recorded_at: recordedAt,
          actor,
          cause,
          cause_key: causeKey(cause),
          step,
        })),
      ),
    ],
  );
}

/** Updates the row that lists and the console read: the fold of the record at the same version. */
export async function updateHandoffRow(
  on: SqlExecutor,
  state: HandoffState,
  steps: readonly RecordedStep[],
): Promise<void> {
  const due = nextDuePromise(state);
  const relation = relationAfter(
    noRelation,
    steps.map(({ step }) => step),
  );
  const started = steps.map(({ step }) => step).find((step) => step.type === 'started' || step.type === 'imported');
  const outcome = steps
    .flatMap(({ step }) => (step.type === 'outcome-recorded' && step.outcome !== 'refunded' ? [step.outcome] : []))
    .at(-1);
  const ended = steps.find(({ step }) => step.type === 'ended' || step.type === 'imported');
  await on.query(
    `UPDATE handoff.handoff SET
        version = $2, stage = $3, ending = $4, owner_id = $5, team_id = $6, opened = $7, accepted = $8,
        next_due_at = $9, next_due_promise = $10, broken_promises = $11, counted_touches = $12, reached = $13,
        transferred_at = $14, ended_at = coalesce($15, ended_at),
        source = coalesce($16, source), channel = coalesce($17, channel), score = coalesce($18, score),
        company_domain = coalesce($19, company_domain),
        ${addToRelationSql({ ownerIds: 'owner_ids', teamIds: 'team_ids' }, { ownerIds: '$21', teamIds: '$22' })},
        needs_closer = $20, late_in_queue = $23, slot_of = $24,
        sql_at = $25, outcome = coalesce($26, outcome), next_step_at = $27, postponed_until = $28,
        waits_for = CASE WHEN $3 = 'queued' THEN waits_for ELSE '{}' END,
        reserved_for = CASE WHEN $3 = 'queued' THEN reserved_for END,
        reserved_until = CASE WHEN $3 = 'queued' THEN reserved_until END,
        reservation = CASE WHEN $3 = 'queued' THEN reservation END
      WHERE handoff_id = $1`,
    [
      state.handoffId,
      state.version,
      state.stage,
      state.ending ?? null,
      state.ownerId,
      state.teamId,
      state.opened,
      state.accepted,
      due?.dueAt ?? null,
      due?.promise ?? null,
      state.brokenPromises,
      countedTouches(state).length,
      wasReached(state),
      state.transferredAt ?? null,
      ended?.at ?? null,
      started?.lead.source ?? null,
      started?.lead.channel ?? null,
      started?.type === 'started' ? started.score : null,
      started?.lead.companyDomain ?? null,
      needsCloser(state),
      relation.ownerIds,
      relation.teamIds,
      state.tickets.includes('late-in-queue'),
      slotOwnerOf(state) ?? null,
      state.sqlAt ?? null,
      outcome ?? null,
      state.nextStepAt ?? null,
      state.postponedUntil ?? null,
    ],
  );
}
