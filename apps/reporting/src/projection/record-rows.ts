import type { HandoffStepRecorded } from '@baton/contracts';
import type {
  AssignmentFact,
  FactChanges,
  HandoffFacts,
  HeldReturnFact,
  PromiseFact,
  ReturnFact,
  SqlFact,
  TouchFact,
} from '@baton/domain';
import type { AgreementTime } from './agreement-calendars.ts';
import type { RecordRows } from './save-rows.ts';

/** The row of `handoff_record` for the facts of a handoff. */
export function recordRow(
  { handoffId, leadId, handoffNumber, agreementVersion }: HandoffStepRecorded,
  facts: HandoffFacts,
  pendingSteps: number,
  limits: AgreementTime,
): object {
  const { lead, marks, startedAt, signalReceivedAt } = facts;
  return {
    handoff_id: handoffId,
    lead_id: leadId,
    handoff_number: handoffNumber,
    version: facts.version,
    pending_steps: pendingSteps,
    facts,
    agreement_version: agreementVersion,
    source: lead?.source,
    channel: lead?.channel,
    campaign: lead?.campaign,
    segment: lead?.segment,
    imported_day: facts.importedDay,
    known_at: facts.knownAt,
    started_at: startedAt,
    signal_received_at: signalReceivedAt,
    off_hours: signalReceivedAt && !limits.isWorking(signalReceivedAt),
    transferred_at: facts.transferredAt,
    transfer_known_at: facts.transferKnownAt,
    accepted_at: facts.acceptedAt,
    first_contact_due_at: facts.firstContactDueAt,
    first_touch_at: facts.firstTouchAt,
    reached_at: facts.reachedAt,
    last_touch_at: facts.lastTouchAt,
    counted_touches: facts.countedTouches,
    ended_at: facts.endedAt,
    ending: facts.ending,
    resumed_at: facts.resumedAt,
    owner_id: facts.assignment?.ownerId,
    team_id: facts.assignment?.teamId,
    first_owned_at: facts.firstOwnedAt,
    uncontacted_mark_at: marks.uncontacted,
    touches_missed_mark_at: marks['touches-missed'],
    no_activity_mark_at: marks['no-activity'],
    too_few_touches_mark_at: marks['too-few-touches'],
    overturned_uncontacted_mark_at: marks['overturned-uncontacted'],
    unowned_mark_at: marks.unowned,
    unowned_from_start_mark_at: startedAt && limits.exceededAt('unowned', startedAt),
  };
}

export const stepRow = (recorded: HandoffStepRecorded): object => ({
  handoff_id: recorded.handoffId,
  version: recorded.version,
  at: recorded.at,
  type: recorded.step.type,
  data: recorded,
});

const promiseRow = (handoffId: string, promise: PromiseFact): object => ({
  handoff_id: handoffId,
  version: promise.version,
  known_at: promise.knownAt,
  promise: promise.promise,
  clock: promise.clock,
  owner_id: promise.ownerId,
  team_id: promise.teamId,
  started_at: promise.startedAt,
  due_at: promise.dueAt,
  broken_at: promise.brokenAt,
  kept_at: promise.keptAt,
  kept_late: promise.keptLate,
  evidence: promise.evidence,
  counted_milliseconds: promise.countedMilliseconds,
  wall_clock_milliseconds: promise.wallClockMilliseconds,
  account_at_breach: promise.accountAtBreach,
  account_at_touch: promise.accountAtTouch,
  released_at: promise.releasedAt,
  release_reason: promise.releaseReason,
  escalated_at: promise.escalatedAt,
  corrected_at: promise.correctedAt,
  replaced_at: promise.replacedAt,
});

const touchRow = (handoffId: string, { version, at, knownAt, reached, evidence, voidedAt }: TouchFact): object => ({
  handoff_id: handoffId,
  version,
  at,
  known_at: knownAt,
  reached,
  evidence,
  voided_at: voidedAt,
});

const returnRow = (handoffId: string, returned: ReturnFact): object => ({
  handoff_id: handoffId,
  version: returned.version,
  at: returned.at,
  reason: returned.reason,
  returned_by_id: returned.returnedBy,
  qualification: returned.qualification,
  proof_level: returned.proof,
  counts_against: returned.countsAgainst,
  decided_at: returned.decided?.at,
  verdict: returned.decided?.verdict,
  fault: returned.decided?.fault,
});

const heldReturnRow = (handoffId: string, { version, at, until }: HeldReturnFact): object => ({
  handoff_id: handoffId,
  version,
  at,
  ended_at: until,
});

const sqlRow = (handoffId: string, { version, at, knownAt, withdrawnAt }: SqlFact): object => ({
  handoff_id: handoffId,
  version,
  at,
  known_at: knownAt,
  withdrawn_at: withdrawnAt,
});

const assignmentRow = (handoffId: string, assignment: AssignmentFact): object => ({
  handoff_id: handoffId,
  version: assignment.version,
  owner_id: assignment.ownerId,
  team_id: assignment.teamId,
  at: assignment.at,
  known_at: assignment.knownAt,
  ended_at: assignment.endedAt,
  is_sql: assignment.isSql,
  credited_until_at: assignment.creditedUntilAt,
});

/** Collects the rows that several steps change; a later state of a row replaces an earlier one. */
export class ChangedRows {
  readonly #handoffId: string;
  readonly #tables = {
    promise: new Map<number, object>(),
    touch: new Map<number, object>(),
    assignment: new Map<number, object>(),
    handoff_return: new Map<number, object>(),
    held_return: new Map<number, object>(),
    sql_period: new Map<number, object>(),
  };
  readonly #outcomes: object[] = [];

  constructor(handoffId: string) {
    this.#handoffId = handoffId;
  }

  add({ promises = [], touch, assignments = [], sql, returned, heldReturn: held, outcome }: FactChanges): void {
    const id = this.#handoffId;
    const tables = this.#tables;
    for (const promise of promises) tables.promise.set(promise.version, promiseRow(id, promise));
    if (touch) tables.touch.set(touch.version, touchRow(id, touch));
    for (const assignment of assignments) tables.assignment.set(assignment.version, assignmentRow(id, assignment));
    if (sql) tables.sql_period.set(sql.version, sqlRow(id, sql));
    if (returned) tables.handoff_return.set(returned.version, returnRow(id, returned));
    if (held) tables.held_return.set(held.version, heldReturnRow(id, held));
    if (outcome) this.#outcomes.push({ outcome_id: outcome.outcomeId, handoff_id: id, known_at: outcome.knownAt });
  }

  get rows(): RecordRows {
    const { promise, touch, assignment, handoff_return: returns, held_return: held, sql_period: sql } = this.#tables;
    return {
      promise: [...promise.values()],
      touch: [...touch.values()],
      assignment: [...assignment.values()],
      handoff_return: [...returns.values()],
      held_return: [...held.values()],
      sql_period: [...sql.values()],
      recorded_outcome: this.#outcomes,
    };
  }
}
