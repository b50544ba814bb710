import {
  applySteps,
  causeKey,
  decide,
  defaultAgreement,
  emptyState,
  keepsUntouchedLead,
  missedAcceptanceBy,
  ownerRequest,
  refusalUnder,
  roundTheClock,
  route,
  turnsAfterDecision,
  WorkingTime,
} from '@baton/domain';
import type { Agreement, Cause, HandoffState, Intent, PoolMember, RecordedStep, RoutingDecision } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommitRequest, CommitResult, HandoffRecordStore } from '../handoff.contract.ts';

/** The default agreement with working hours around the clock: specs run at any time of day. */
export const roundTheClockAgreement: Agreement = {
  ...defaultAgreement,
  calendar: { zone: defaultAgreement.calendar.zone, hours: roundTheClock, specialDays: [] },
};

/**
 * A record store in memory, with the rules and the contract of the one in PostgreSQL. It can be unavailable, and it can
 * commit without returning a result, as when a worker dies.
 */
export class InMemoryRecordStore implements HandoffRecordStore {
  /** While true, every call fails. */
  isUnavailable = false;
  /** While true, no call returns. */
  isUnresponsive = false;
  /** How long every commit takes. */
  commitMilliseconds = 0;
  /** So many of the next commits succeed, but their result is lost. */
  resultsToLose = 0;
  /** What the next commits answer instead of their result, one each. */
  readonly wrongResults: unknown[] = [];
  readonly #agreement: Agreement;
  readonly #time: WorkingTime;
  readonly #records = new Map<string, RecordedStep[]>();
  readonly #pools = new Map<string, PoolMember[]>();
  /** When each person last touched a lead. */
  readonly #lastTouches = new Map<string, string>();
  readonly #divergentHandoffs: string[] = [];

  constructor(agreement: Agreement = roundTheClockAgreement) {
    this.#agreement = agreement;
    this.#time = new WorkingTime({ ...agreement.calendar, absences: [] });
  }

  addTeam(teamId: string, people: readonly string[]): void {
    const calendar = { ...this.#agreement.calendar, hours: roundTheClock, specialDays: [], absences: [] };
    const rep = {
      teamId,
      active: true,
      skills: [],
      languages: [],
      calendar,
      openHandoffs: 0,
      takenSlots: 0,
      unresponsive: false,
    };
    this.#pools.set(
      teamId,
      people.map((personId) => ({ ...rep, personId })),
    );
  }

  /** Notes that a person has touched another lead. */
  noteTouch(personId: string, at: string): void {
    this.#lastTouches.set(personId, at);
  }

  stepsOf(handoffId: string): RecordedStep[] {
    return this.#records.get(handoffId) ?? [];
  }

  stateOf(handoffId: string): HandoffState {
    return applySteps(emptyState(handoffId), this.stepsOf(handoffId));
  }

  /** Handoffs whose workflow has had another state than its record at that version. */
  get divergences(): readonly string[] {
    return this.#divergentHandoffs;
  }

  async commit(request: CommitRequest): Promise<CommitResult> {
    const { handoffId, state, intent, now } = request;
    await this.#waitWhileUnresponsive();
    await pause(this.commitMilliseconds);
    if (this.isUnavailable) throw new Error('connection refused');
    const steps = this.stepsOf(handoffId);
    if (state.version > steps.length) throw new Error(`the record of ${handoffId} is behind its workflow`);
    this.#checkDivergence(state);
    const key = causeKey(causeOf(intent));
    const isDuplicate = steps.some(({ cause }) => causeKey(cause) === key);
    if (steps.length > state.version)
      return { outcome: 'record-ahead', isDuplicate, steps: steps.slice(state.version) };
    if (isDuplicate && intent.kind !== 'deadline') return { outcome: 'duplicate' };
    const refusal = intent.kind === 'command' ? refusalUnder(this.#agreement, state, intent) : undefined;
    if (refusal) return { outcome: 'refused', refusal };
    const committed = this.append(handoffId, intent, now);
    if (this.resultsToLose > 0) {
      this.resultsToLose -= 1;
      throw new Error('connection lost');
    }
    // A workflow takes anything for a result that an activity returns.
    if (this.wrongResults.length > 0) return this.wrongResults.shift() as CommitResult;
    return { outcome: 'committed', steps: committed };
  }

  /** A call that hung fails in the end: its caller stopped waiting long ago. */
  async #waitWhileUnresponsive(): Promise<void> {
    if (!this.isUnresponsive) return;
    while (this.isUnresponsive) await pause(20);
    throw new Error('connection lost');
  }

  async readStepsAfter(handoffId: string, version: number): Promise<RecordedStep[]> {
    if (this.isUnavailable) throw new Error('connection refused');
    return this.stepsOf(handoffId).slice(version);
  }

  /** Decides and appends, also without a workflow. */
  append(handoffId: string, intent: Intent, now: string): RecordedStep[] {
    const state = this.stateOf(handoffId);
    const ownerLastTouchAt = this.#lastTouches.get(state.ownerId ?? '');
    // As in PostgreSQL: the router is not asked for a lead that stays with an active owner.
    const isKept =
      intent.kind === 'deadline' && state.accepted && keepsUntouchedLead(this.#agreement, ownerLastTouchAt, now);
    const routing = isKept ? undefined : this.#route(state, intent, now);
    const closerId = intent.kind === 'command' && intent.command.type === 'qualify' && intent.command.closerId;
    const decided = decide(state, intent, {
      agreement: this.#agreement,
      now,
      time: () => this.#time,
      poolTime: this.#time,
      ...(ownerLastTouchAt !== undefined && { ownerLastTouchAt }),
      ...(routing && { routing }),
      ...(closerId && { closerId }),
    });
    const cause = causeOf(intent);
    const steps = decided.map((step, index) => ({
      handoffId,
      version: state.version + 1 + index,
      recordedAt: now,
      cause,
      ...step,
    }));
    this.#records.set(handoffId, [...this.stepsOf(handoffId), ...steps]);
    this.#noteActivity(steps);
    return steps;
  }

  /** A person who missed an acceptance is assigned no lead until their next step. */
  #noteActivity(steps: readonly RecordedStep[]): void {
    for (const { step, actor, at } of steps) {
      if (step.type === 'touched') this.noteTouch(actor.id, at);
      for (const member of [...this.#pools.values()].flat()) {
        if (missedAcceptanceBy(step) === member.personId) member.unresponsive = true;
        if (actor.kind === 'person' && actor.id === member.personId) member.unresponsive = false;
      }
    }
  }

  #route(state: HandoffState, intent: Intent, now: string): RoutingDecision | undefined {
    const request = ownerRequest(state, intent);
    if (!request) return undefined;
    const [first] = this.stepsOf(state.handoffId).map(({ step }) => step);
    const judged = intent.kind === 'start' ? intent.judged : first;
    if (!judged || !('score' in judged)) throw new Error(`the record of ${state.handoffId} has no first step`);
    const { calendar, routing: terms } = this.#agreement;
    const teamId = intent.kind === 'start' ? intent.teamId : (state.teamId ?? '');
    const people = this.#pools.get(teamId) ?? [];
    const decision = route(
      {
        ...request,
        now,
        terms,
        firstContact: this.#agreement.promises['first-contact'],
        calendar: { ...calendar, absences: [] },
        teams: [teamId],
        queuedAhead: [],
        lead: { snapshot: judged.lead, score: judged.score },
      },
      people,
    );
    for (const { personId, pass } of turnsAfterDecision(decision)) {
      for (const member of people) if (member.personId === personId) member.pass = pass;
    }
    return decision;
  }

  /** The state of a workflow must equal the record's state at the same version. */
  #checkDivergence(known: HandoffState): void {
    const folded = applySteps(emptyState(known.handoffId), this.stepsOf(known.handoffId).slice(0, known.version));
    const plain = (state: HandoffState): string =>
      JSON.stringify(
        Object.entries(state)
          .filter(([, value]) => value !== undefined)
          .sort(),
      );
    if (plain(folded) !== plain(known)) this.#divergentHandoffs.push(known.handoffId);
  }
}

function causeOf(intent: Intent): Cause {
  switch (intent.kind) {
    case 'start':
      return { kind: 'message', id: intent.messageId };
    case 'command':
      return { kind: 'request', key: intent.key, bodyHash: intent.bodyHash };
    case 'deadline':
      return { kind: 'deadline', dueAt: intent.dueAt };
  }
}
