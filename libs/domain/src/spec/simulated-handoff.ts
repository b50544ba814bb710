import type { Agreement, PromiseName } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { commandTerms } from '../handoff/command-terms.ts';
import type { CommandActor, HandoffCommand, Refusal } from '../handoff/commands.ts';
import { nextDeadline } from '../handoff/deadlines.ts';
import { decide } from '../handoff/decide.ts';
import { applySteps } from '../handoff/fold.ts';
import type { Intent } from '../handoff/intent.ts';
import type { JudgedLead } from '../handoff/judged-lead.ts';
import { closerRequest, ownerRequest } from '../handoff/owner-request.ts';
import type { Cause, RecordedStep } from '../handoff/record.ts';
import { refusalFor } from '../handoff/refusal.ts';
import { missedAcceptanceBy } from '../handoff/reroute.ts';
import { emptyState } from '../handoff/state.ts';
import type { HandoffState } from '../handoff/state.ts';
import type { HandoffStep, StepOf } from '../handoff/steps.ts';
import { turnsAfterDecision } from '../routing/choose.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { PoolMember } from '../routing/member.ts';
import { route } from '../routing/route.ts';
import type { OwnerRequest } from '../routing/route.ts';
import { DAY } from '../time/units.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { WorkingTime } from '../time/working-time.ts';
import { aMember } from './team-fixtures.ts';

/** Shared by the thousands of handoffs that the property specs run. */
const times = new WorkingTimeCache();

/** `at('10:15')` is on Monday, 2 March 2026, and `at('10:15', 1)` on the next day; UTC. */
export function at(time: string, daysLater = 0): string {
  const moment = new Date(`2026-03-02T${time.length === 5 ? `${time}:00` : time}Z`);
  return new Date(moment.getTime() + daysLater * DAY).toISOString();
}

export const judgedLead = (changes: Partial<JudgedLead> = {}): JudgedLead => ({
  lead: {
    source: 'website',
    reachableBy: ['phone', 'email'],
    flags: [],
    consent: true,
    signals: [{ signalId: 's1', kind: 'request', receivedAt: at('10:00') }],
  },
  answers: [],
  askedCriteria: [],
  score: 50,
  createdBy: 'website-form',
  signalReceivedAt: at('10:00'),
  ...changes,
});

export const rep = (id: string): CommandActor => ({ id, kind: 'person', roles: ['rep'], teamId: 'sales' });
export const teamLead: CommandActor = { id: 'tatiana', kind: 'person', roles: ['team-lead'], teamId: 'sales' };

export const marketer: CommandActor = { id: 'marina', kind: 'person', roles: ['marketer'] };
export const arbiter: CommandActor = { id: 'arkady', kind: 'person', roles: ['arbiter'] };
export const telephony: CommandActor = { id: 'telephony', kind: 'integration', roles: ['integration'] };

const closerOf = (command: HandoffCommand): { closerId?: string } =>
  command.type === 'qualify' && command.closerId ? { closerId: command.closerId } : {};

export const causeOf = (intent: Intent): Cause => {
  switch (intent.kind) {
    case 'start':
      return { kind: 'message', id: intent.messageId };
    case 'command':
      return { kind: 'request', key: intent.key, bodyHash: intent.bodyHash };
    case 'deadline':
      return { kind: 'deadline', dueAt: intent.dueAt };
  }
};

/** A handoff with its record and team in memory. It runs the rules as the service does, in simulated time. */
export class SimulatedHandoff {
  readonly record: RecordedStep[] = [];
  readonly routings: RoutingDecision[] = [];
  state: HandoffState = emptyState('handoff-1');
  readonly pool: PoolMember[];
  readonly closers = [aMember('kirill'), aMember('kseniya')];
  /** If false, the router chooses the closer of an SQL unless the command names one. */
  repsCloseDeals = true;
  /** When the owner last touched another lead. */
  ownerLastTouchAt?: string;
  readonly agreement: Agreement;
  readonly #time: WorkingTime;
  #requests = 0;

  constructor(team: string[] = ['anna', 'boris', 'clara'], agreement: Agreement = defaultAgreement) {
    this.pool = team.map((personId) => aMember(personId));
    this.agreement = agreement;
    this.#time = new WorkingTime({ ...agreement.calendar, absences: [] });
  }

  /** A handoff that was just assigned to the first member of the team. */
  static transferred(moment = at('10:00'), team?: string[], agreement?: Agreement): SimulatedHandoff {
    return new SimulatedHandoff(team, agreement).start(moment);
  }

  start(moment: string, judged: Partial<JudgedLead> = {}): this {
    const lead = judgedLead({ signalReceivedAt: moment, ...judged });
    this.commit({ kind: 'start', judged: lead, teamId: 'sales', messageId: 'judged/1' }, moment);
    return this;
  }

  member(personId: string): PoolMember {
    return this.pool.find((each) => each.personId === personId)!;
  }

  /** Handles every deadline until `moment`, each at its time or `lateBy` milliseconds later. */
  advanceTo(moment: string, lateBy = 0): this {
    for (let due = nextDeadline(this.state); due !== undefined && due <= moment; due = nextDeadline(this.state)) {
      this.commit({ kind: 'deadline', dueAt: due }, new Date(Date.parse(due) + lateBy).toISOString());
    }
    return this;
  }

  /** Executes a command as the workflow does: deadlines before its receipt come first. */
  execute(actor: CommandActor, command: HandoffCommand, moment: string): Refusal | undefined {
    this.advanceTo(new Date(Date.parse(moment) - 1).toISOString());
    return this.executeLate(actor, command, moment, moment);
  }

  /** Executes a command some time after its receipt. */
  executeLate(actor: CommandActor, command: HandoffCommand, receivedAt: string, now: string): Refusal | undefined {
    const refused = refusalFor(this.state, {
      command,
      actor,
      receivedAt,
      terms: commandTerms(this.agreement, command),
    });
    if (refused) return refused;
    this.#requests += 1;
    this.commit({ kind: 'command', command, actor, receivedAt, key: `key-${this.#requests}`, bodyHash: '' }, now);
    return undefined;
  }

  commit(intent: Intent, now: string): RecordedStep[] {
    const routing = this.#route(intent, now);
    const drafted = decide(this.state, intent, {
      agreement: this.agreement,
      now,
      time: () => this.#time,
      poolTime: this.#time,
      ...(this.ownerLastTouchAt !== undefined && { ownerLastTouchAt: this.ownerLastTouchAt }),
      ...(routing && { routing }),
      ...(intent.kind === 'command' && closerOf(intent.command)),
    });
    const { handoffId, version } = this.state;
    const cause = causeOf(intent);
    const steps = drafted.map((step, index) => ({
      handoffId,
      version: version + 1 + index,
      recordedAt: now,
      cause,
      ...step,
    }));
    this.state = applySteps(this.state, steps);
    this.record.push(...steps);
    this.#noteResponsiveness(steps);
    return steps;
  }

  /** A person who missed an acceptance is assigned no lead until their next step. */
  #noteResponsiveness(steps: readonly RecordedStep[]): void {
    for (const { step, actor } of steps) {
      for (const member of this.pool) {
        if (missedAcceptanceBy(step) === member.personId) member.unresponsive = true;
        if (actor.kind === 'person' && actor.id === member.personId) member.unresponsive = false;
      }
    }
  }

  #route(intent: Intent, now: string): RoutingDecision | undefined {
    const request = ownerRequest(this.state, intent) ?? this.#closerRequest(intent);
    if (!request) return undefined;
    const { calendar, routing: terms } = this.agreement;
    const { lead: snapshot, score } = this.#judged(intent);
    const decision = route(
      {
        ...request,
        now,
        terms,
        firstContact: this.agreement.promises['first-contact'],
        calendar: { ...calendar, absences: [] },
        queuedAhead: [],
        teams: ['sales'],
        lead: { snapshot, score },
      },
      request.fixed?.role === 'closer' ? this.closers : this.pool,
      times,
    );
    this.routings.push(decision);
    for (const { personId, pass } of turnsAfterDecision(decision)) {
      const member = this.pool.find((each) => each.personId === personId);
      if (member) member.pass = pass;
    }
    return decision;
  }

  #closerRequest(intent: Intent): OwnerRequest | undefined {
    const needsCloser = intent.kind === 'command' && intent.command.type === 'qualify' && !intent.command.closerId;
    return needsCloser && !this.repsCloseDeals ? closerRequest(this.state) : undefined;
  }

  #judged(intent: Intent): Pick<JudgedLead, 'lead' | 'score'> {
    const [started] = this.steps('started');
    return intent.kind === 'start' ? intent.judged : (started ?? judgedLead());
  }

  /** Such as `first-contact owner`. */
  runningPromises(): string[] {
    return this.state.promises.map(({ promise, clock }) => `${promise} ${clock}`);
  }

  /** When the promise is due, on the first of its clocks. */
  dueAt(name: PromiseName): string | undefined {
    return this.state.promises.find(({ promise }) => promise === name)?.dueAt;
  }

  /** The steps of one type, in order. */
  steps<Type extends HandoffStep['type']>(type: Type): (StepOf<Type> & { at: string })[] {
    return this.record.flatMap(({ step, at: moment }) =>
      step.type === type ? [{ ...(step as StepOf<Type>), at: moment }] : [],
    );
  }

  /** The types of the steps after a version, in order. */
  typesAfter(version: number): string[] {
    return this.record.slice(version).map(({ step }) => step.type);
  }
}
