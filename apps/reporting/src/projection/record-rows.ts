import type { HandoffStepRecorded } from '@baton/contracts';
import {
  lostAfterMilliseconds,
  type Counting,
  type FactChanges,
  type HandoffFacts,
  type PromiseFact,
} from '@baton/domain';

/** The row of `handoff_record` that facts make. */
export function recordRow(
  { handoffId, leadId, handoffNumber, agreementVersion }: HandoffStepRecorded,
  facts: HandoffFacts,
  waiting: number,
  counting: Counting,
): object {
  const { lead, marks, startedAt } = facts;
  return {
    handoff_id: handoffId,
    lead_id: leadId,
    n: handoffNumber,
    version: facts.version,
    waiting,
    facts,
    agreement_version: agreementVersion,
    source: lead?.source,
    channel: lead?.channel,
    campaign: lead?.campaign,
    segment: lead?.segment,
    imported_day: facts.importedDay,
    started_at: startedAt,
    signal_received_at: facts.signalReceivedAt,
    transferred_at: facts.transferredAt,
    accepted_at: facts.acceptedAt,
    first_contact_due_at: facts.firstContactDueAt,
    first_touch_at: facts.firstTouchAt,
    reached_at: facts.reachedAt,
    last_touch_at: facts.lastTouchAt,
    counted_touches: facts.countedTouches,
    sql_at: facts.sqlAt,
    ended_at: facts.endedAt,
    ending: facts.ending,
    owner_id: facts.assignment?.ownerId,
    team_id: facts.assignment?.teamId,
    first_owned_at: facts.firstOwnedAt,
    uncontacted_mark_at: marks.uncontacted,
    silent_mark_at: marks.silent,
    too_few_touches_mark_at: marks['too-few-touches'],
    unowned_mark_at: marks.unowned,
    unowned_from_start_mark_at: startedAt && counting.after(startedAt, lostAfterMilliseconds.unowned),
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
  promise: promise.promise,
  clock: promise.clock,
  owner_id: promise.ownerId,
  team_id: promise.teamId,
  started_at: promise.startedAt,
  due_at: promise.dueAt,
  broken_at: promise.brokenAt,
  kept_at: promise.keptAt,
  kept_late: promise.keptLate,
  counted_milliseconds: promise.countedMilliseconds,
  wall_clock_milliseconds: promise.wallClockMilliseconds,
  released_at: promise.releasedAt,
  released_why: promise.releasedWhy,
});

/** Rows that several steps add; a later state of the same row replaces an earlier one. */
export class ChangedRows {
  readonly #handoffId: string;
  readonly #promises = new Map<number, object>();
  readonly #assignments = new Map<number, object>();
  readonly #returns: object[] = [];
  readonly #outcomes: object[] = [];

  constructor(handoffId: string) {
    this.#handoffId = handoffId;
  }

  add(before: HandoffFacts, { promise, assignment, returned, outcomeId }: FactChanges): void {
    if (promise) this.#promises.set(promise.version, promiseRow(this.#handoffId, promise));
    if (assignment) {
      if (before.assignment) this.#assign(before.assignment, assignment.at);
      this.#assign(assignment);
    }
    if (returned) {
      const { version, at, reason, byId, qualification, countsAgainst } = returned;
      this.#returns.push({
        handoff_id: this.#handoffId,
        version,
        at,
        reason,
        by_id: byId,
        qualification,
        counts_against: countsAgainst,
        state: 'open',
      });
    }
    if (outcomeId !== undefined) this.#outcomes.push({ outcome_id: outcomeId, handoff_id: this.#handoffId });
  }

  #assign({ version, at, ownerId, teamId }: HandoffFacts['assignment'] & object, untilAt?: string): void {
    this.#assignments.set(version, {
      handoff_id: this.#handoffId,
      version,
      owner_id: ownerId,
      team_id: teamId,
      at,
      until_at: untilAt,
    });
  }

  get rows(): { promise: object[]; assignment: object[]; handoff_return: object[]; recorded_outcome: object[] } {
    return {
      promise: [...this.#promises.values()],
      assignment: [...this.#assignments.values()],
      handoff_return: this.#returns,
      recorded_outcome: this.#outcomes,
    };
  }
}
