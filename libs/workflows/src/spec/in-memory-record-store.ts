import {
  applySteps,
  causeKey,
  decide,
  defaultAgreement,
  emptyState,
  roundTheClock,
  route,
  ownerRequest,
  turnsAfterDecision,
  WorkingTime,
} from '@baton/domain';
import type { Agreement, Cause, HandoffState, Intent, PoolMember, RecordedStep, RoutingDecision } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommitRequest, CommitResult, HandoffRecordStore } from '../handoff.contract.ts';

/** The default agreement for people who work at any hour, since specs run at any. */
export const roundTheClockAgreement: Agreement = {
  ...defaultAgreement,
  calendar: { zone: defaultAgreement.calendar.zone, hours: roundTheClock, specialDays: [] },
};

/**
 * The record in memory: it decides by the same rules and answers by the same contract as the one in PostgreSQL.
 * It can be away, and it can do what a caller never hears of, as happens when a worker dies.
 */
export class InMemoryRecordStore implements HandoffRecordStore {
  /** While true, nothing works. */
  isUnavailable = false;
  /** While true, no answer comes, nor a refusal. */
  isUnresponsive = false;
  /** So many commits are made whose answer is lost. */
  resultsToLose = 0;
  readonly #agreement: Agreement;
  readonly #time: WorkingTime;
  readonly #records = new Map<string, RecordedStep[]>();
  readonly #pools = new Map<string, PoolMember[]>();
  readonly #divergentHandoffs: string[] = [];

  constructor(agreement: Agreement = roundTheClockAgreement) {
    this.#agreement = agreement;
    this.#time = new WorkingTime({ ...agreement.calendar, absences: [] });
  }

  addTeam(teamId: string, people: readonly string[]): void {
    const calendar = { ...this.#agreement.calendar, hours: roundTheClock, days: [], absences: [] };
    const rep = { teamId, active: true, skills: [], languages: [], calendar, openHandoffs: 0, pass: 0 };
    this.#pools.set(
      teamId,
      people.map((personId) => ({ ...rep, personId })),
    );
  }

  stepsOf(handoffId: string): RecordedStep[] {
    return this.#records.get(handoffId) ?? [];
  }

  stateOf(handoffId: string): HandoffState {
    return applySteps(emptyState(handoffId), this.stepsOf(handoffId));
  }

  /** Handoffs whose workflow once knew something else than its record says. */
  get divergences(): readonly string[] {
    return this.#divergentHandoffs;
  }

  async commit(request: CommitRequest): Promise<CommitResult> {
    const { handoffId, state, intent, now } = request;
    await this.#waitWhileUnresponsive();
    if (this.isUnavailable) throw new Error('connection refused');
    const steps = this.stepsOf(handoffId);
    if (state.version > steps.length) throw new Error(`the record of ${handoffId} ends behind the workflow`);
    this.#checkDivergence(state);
    const key = causeKey(causeOf(intent));
    const isDuplicate = steps.some(({ cause }) => causeKey(cause) === key);
    if (steps.length > state.version)
      return { outcome: 'record-ahead', isDuplicate, steps: steps.slice(state.version) };
    if (isDuplicate && intent.kind !== 'deadline') return { outcome: 'duplicate' };
    const committed = this.append(handoffId, intent, now);
    if (this.resultsToLose > 0) {
      this.resultsToLose -= 1;
      throw new Error('connection lost');
    }
    return { outcome: 'committed', steps: committed };
  }

  /** Whoever waited through a silence has long been given up. */
  async #waitWhileUnresponsive(): Promise<void> {
    if (!this.isUnresponsive) return;
    while (this.isUnresponsive) await pause(20);
    throw new Error('connection lost');
  }

  async readStepsAfter(handoffId: string, version: number): Promise<RecordedStep[]> {
    if (this.isUnavailable) throw new Error('connection refused');
    return this.stepsOf(handoffId).slice(version);
  }

  /** Decides and appends, whether or not a workflow hears of it. */
  append(handoffId: string, intent: Intent, now: string): RecordedStep[] {
    const state = this.stateOf(handoffId);
    const routing = this.#route(state, intent, now);
    const closerId = intent.kind === 'command' && intent.command.type === 'qualify' && intent.command.closerId;
    const decided = decide(state, intent, {
      agreement: this.#agreement,
      now,
      time: () => this.#time,
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
    return steps;
  }

  #route(state: HandoffState, intent: Intent, now: string): RoutingDecision | undefined {
    const asked = ownerRequest(state, intent);
    if (!asked) return undefined;
    const [begun] = this.stepsOf(state.handoffId).map(({ step }) => step);
    const judged = intent.kind === 'start' ? intent.judged : begun;
    if (!judged || !('score' in judged)) throw new Error(`the record of ${state.handoffId} does not begin`);
    const { calendar, routing: terms } = this.#agreement;
    const people = this.#pools.get(asked.teamId) ?? [];
    const decision = route(
      {
        now,
        terms,
        calendar: { ...calendar, absences: [] },
        teams: [asked.teamId],
        queuedAhead: [],
        lead: { snapshot: judged.lead, score: judged.score },
        exclusions: asked.exclusions,
      },
      people,
    );
    for (const { personId, pass } of turnsAfterDecision(decision)) {
      for (const member of people) if (member.personId === personId) member.pass = pass;
    }
    return decision;
  }

  /** What a workflow knows is what the record said at that version, always. */
  #checkDivergence(known: HandoffState): void {
    const folded = applySteps(emptyState(known.handoffId), this.stepsOf(known.handoffId).slice(0, known.version));
    const plain = (state: HandoffState): string => JSON.stringify(Object.entries(state).sort());
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
