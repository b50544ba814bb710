import {
  applySteps,
  causeKey,
  decide,
  defaultAgreement,
  emptyState,
  roundTheClock,
  route,
  routingRequest,
  turnsAfterDecision,
  WorkingTime,
} from '@baton/domain';
import type { Agreement, Cause, HandoffState, Intent, PoolMember, RecordedStep, RoutingDecision } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import type { Activities, CommitAnswer, CommitRequest } from '../handoff.contract.ts';

/** The default agreement for people who work at any hour, since specs run at any. */
export const atAnyHour: Agreement = {
  ...defaultAgreement,
  calendar: { zone: defaultAgreement.calendar.zone, hours: roundTheClock, days: [] },
};

/**
 * The record in memory: it decides by the same rules and answers by the same contract as the one in PostgreSQL.
 * It can be away, and it can do what a caller never hears of, as happens when a worker dies.
 */
export class MemoryRecord implements Activities {
  /** While true, nothing works. */
  isAway = false;
  /** While true, no answer comes, nor a refusal. */
  isSilent = false;
  /** So many commits are made whose answer is lost. */
  answersToLose = 0;
  readonly #agreement: Agreement;
  readonly #time: WorkingTime;
  readonly #records = new Map<string, RecordedStep[]>();
  readonly #pools = new Map<string, PoolMember[]>();
  readonly #hadStates: string[] = [];

  constructor(agreement: Agreement = atAnyHour) {
    this.#agreement = agreement;
    this.#time = new WorkingTime({ ...agreement.calendar, absences: [] });
  }

  addTeam(teamId: string, people: readonly string[]): void {
    const calendar = { ...this.#agreement.calendar, hours: roundTheClock, days: [], absences: [] };
    const rep = { teamId, active: true, skills: [], languages: [], calendar, open: 0, pass: 0 };
    this.#pools.set(
      teamId,
      people.map((personId) => ({ ...rep, personId })),
    );
  }

  of(handoffId: string): RecordedStep[] {
    return this.#records.get(handoffId) ?? [];
  }

  stateOf(handoffId: string): HandoffState {
    return applySteps(emptyState(handoffId), this.of(handoffId));
  }

  /** Handoffs whose workflow once knew something else than its record says. */
  get divergences(): readonly string[] {
    return this.#hadStates;
  }

  async commit(request: CommitRequest): Promise<CommitAnswer> {
    const { handoffId, state, intent, now } = request;
    await this.#silence();
    if (this.isAway) throw new Error('connection refused');
    const steps = this.of(handoffId);
    if (state.version > steps.length) throw new Error(`the record of ${handoffId} ends behind the workflow`);
    this.#compare(state);
    const key = causeKey(causeOf(intent));
    const causeKnown = steps.some(({ cause }) => causeKey(cause) === key);
    if (steps.length > state.version) return { outcome: 'ahead', causeKnown, steps: steps.slice(state.version) };
    if (causeKnown && intent.kind !== 'deadline') return { outcome: 'known' };
    const committed = this.append(handoffId, intent, now);
    if (this.answersToLose > 0) {
      this.answersToLose -= 1;
      throw new Error('connection lost');
    }
    return { outcome: 'committed', steps: committed };
  }

  /** Whoever waited through a silence has long been given up. */
  async #silence(): Promise<void> {
    if (!this.isSilent) return;
    while (this.isSilent) await pause(20);
    throw new Error('connection lost');
  }

  async stepsAfter(handoffId: string, version: number): Promise<RecordedStep[]> {
    if (this.isAway) throw new Error('connection refused');
    return this.of(handoffId).slice(version);
  }

  /** Decides and appends, whether or not a workflow hears of it. */
  append(handoffId: string, intent: Intent, now: string): RecordedStep[] {
    const state = this.stateOf(handoffId);
    const routing = this.#route(state, intent, now);
    const closerId = intent.kind === 'command' && intent.command.type === 'qualify' && intent.command.closerId;
    const drafted = decide(state, intent, {
      ...{ agreement: this.#agreement, now, time: () => this.#time },
      ...(routing && { routing }),
      ...(closerId && { closerId }),
    });
    const cause = causeOf(intent);
    const steps = drafted.map((step, index) => ({
      ...{ handoffId, version: state.version + 1 + index, recordedAt: now, cause },
      ...step,
    }));
    this.#records.set(handoffId, [...this.of(handoffId), ...steps]);
    return steps;
  }

  #route(state: HandoffState, intent: Intent, now: string): RoutingDecision | undefined {
    const asked = routingRequest(state, intent);
    if (!asked) return undefined;
    const [begun] = this.of(state.handoffId).map(({ step }) => step);
    const judged = intent.kind === 'start' ? intent.judged : begun;
    if (!judged || !('score' in judged)) throw new Error(`the record of ${state.handoffId} does not begin`);
    const { calendar, routing: terms } = this.#agreement;
    const people = this.#pools.get(asked.teamId) ?? [];
    const decision = route(
      {
        ...{ now, terms, calendar: { ...calendar, absences: [] }, teams: [asked.teamId], waiting: [] },
        ...{ lead: { snapshot: judged.lead, score: judged.score }, leftOut: asked.leftOut },
      },
      people,
    );
    for (const { personId, pass } of turnsAfterDecision(decision)) {
      for (const member of people) if (member.personId === personId) member.pass = pass;
    }
    return decision;
  }

  /** What a workflow knows is what the record said at that version, always. */
  #compare(known: HandoffState): void {
    const folded = applySteps(emptyState(known.handoffId), this.of(known.handoffId).slice(0, known.version));
    const plain = (state: HandoffState): string => JSON.stringify(Object.entries(state).sort());
    if (plain(folded) !== plain(known)) this.#hadStates.push(known.handoffId);
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
