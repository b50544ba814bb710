import { defaultAgreement } from '../../agreement/default-agreement.ts';
import type { Agreement } from '../../agreement/agreement.ts';
import { commandTerms } from '../../handoff/command-terms.ts';
import type { CommandActor, HandoffCommand, Refusal } from '../../handoff/commands.ts';
import { nextDeadline } from '../../handoff/deadlines.ts';
import { decide } from '../../handoff/decide.ts';
import { applySteps } from '../../handoff/fold.ts';
import type { Intent } from '../../handoff/intent.ts';
import type { JudgedLead } from '../../handoff/judged-lead.ts';
import { keepsUntouchedLead } from '../../handoff/owner-check.ts';
import { closerRequest, ownerRequest, pendingOwnerRequest } from '../../handoff/owner-request.ts';
import { BATON } from '../../handoff/record.ts';
import type { RecordedStep } from '../../handoff/record.ts';
import { refusalFor } from '../../handoff/refusal.ts';
import { missedAcceptanceBy } from '../../handoff/reroute.ts';
import { emptyState, isQueued, runningPromise } from '../../handoff/state.ts';
import type { HandoffState } from '../../handoff/state.ts';
import type { HandoffStep, StepOf } from '../../handoff/steps.ts';
import { awaitedMembers, poolTime } from '../../routing/route.ts';
import { poolMembers } from '../../routing/choose.ts';
import { directDecision } from '../../routing/decision.ts';
import type { KnownOwner, RoutingDecision, RuleBasedDecision } from '../../routing/decision.ts';
import { withAgreementFallback } from '../../time/counted-time.ts';
import type { CountedTime } from '../../time/counted-time.ts';
import { causeOf, judgedLead } from '../simulated-handoff.ts';
import { dueMoment, floorTimes, hasRole, queueScoreOf } from './floor-member.ts';
import type { FloorHandoff, FloorMember } from './floor-member.ts';
import { FloorRelease } from './floor-release.ts';
import { FloorRouter } from './floor-router.ts';
import { handOverAbsences } from './hand-over-absences.ts';

const system: CommandActor = { id: BATON, kind: 'integration', roles: ['admin', 'integration'] };

/** What a commit changed. */
export interface FloorCommit {
  handoff: FloorHandoff;
  before: HandoffState;
  steps: RecordedStep[];
  routing?: RoutingDecision;
}

/**
 * Teams, their queues and all their handoffs in simulated time. It runs the rules as the service does. What people do is
 * up to a subclass or a spec.
 */
export class TeamFloor<Person extends FloorMember = FloorMember> {
  readonly handoffs: FloorHandoff[] = [];
  readonly people: Person[];
  readonly agreement: Agreement;
  readonly teams: string[];
  /** How often a waiting handoff was signalled. */
  signals = 0;
  onCommit: (commit: FloorCommit) => void = () => undefined;
  readonly #lastTouches = new Map<string, string>();
  readonly #handedOver = new Set<string>();
  readonly #router: FloorRouter;
  readonly #open = new Set<FloorHandoff>();
  #requests = 0;
  #commits = 0;
  #releasedFor = '';
  #now: number;

  constructor(start: string, people: Person[], agreement: Agreement = defaultAgreement, teams: string[] = ['sales']) {
    this.#now = Date.parse(start);
    this.people = people;
    this.agreement = agreement;
    this.teams = teams;
    this.#router = new FloorRouter({ agreement, teams, people, openHandoffs: () => this.#open });
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  /** Best leads first, then the oldest. */
  get queue(): FloorHandoff[] {
    const queued = this.open.filter(({ state }) => isQueued(state));
    const scored = queued.map((handoff) => ({ handoff, score: queueScoreOf(handoff, this.agreement, this.now) }));
    return scored.sort((a, b) => b.score - a.score).map(({ handoff }) => handoff);
  }

  get open(): FloorHandoff[] {
    return [...this.#open];
  }

  /** A lead arrives now. */
  start(judged: Partial<JudgedLead> = {}, knownOwner?: KnownOwner): FloorHandoff {
    const handoffId = `handoff-${this.handoffs.length + 1}`;
    const handoff: FloorHandoff = {
      handoffId,
      judged: judgedLead({ signalReceivedAt: this.now, ...judged }),
      state: emptyState(handoffId),
      record: [],
      waitsFor: [],
      ...(knownOwner && { knownOwner }),
    };
    this.handoffs.push(handoff);
    this.#open.add(handoff);
    const [teamId = ''] = this.teams;
    this.#commit(handoff, { kind: 'start', judged: handoff.judged, teamId, messageId: handoffId });
    this.settle();
    return handoff;
  }

  /** Gives a command now, as the workflow executes it. Any command of a person shows that they are back. */
  execute(handoff: FloorHandoff, actor: CommandActor, command: HandoffCommand): Refusal | undefined {
    const person = this.people.find(({ personId }) => personId === actor.id);
    if (person) person.unresponsive = false;
    const terms = commandTerms(this.agreement, command);
    const refused = refusalFor(handoff.state, { command, actor, receivedAt: this.now, terms });
    if (refused) return refused;
    this.#requests += 1;
    const key = `request-${this.#requests}`;
    this.#commit(handoff, { kind: 'command', command, actor, receivedAt: this.now, key, bodyHash: '' });
    return undefined;
  }

  /** Lets time pass. Every deadline and start of work takes effect at its moment. */
  advanceTo(moment: string): this {
    const end = Date.parse(moment);
    for (let next = this.#nextMoment(); next <= end; next = this.#nextMoment()) {
      this.#now = Math.max(this.#now, next);
      this.settle();
    }
    this.#now = end;
    this.settle();
    return this;
  }

  /** Carries out everything that is due now. */
  settle(): void {
    this.finishWork();
    for (const handoff of this.open) this.#meetDeadlines(handoff);
    handOverAbsences(this, this.#handedOver, system);
    this.#release();
    this.startWork();
  }

  isAtWork({ active, calendar }: FloorMember): boolean {
    return active && floorTimes.of(calendar).isWorking(this.now);
  }

  timeOf(personId: string | undefined): CountedTime {
    const agreementTime = floorTimes.of({ ...this.agreement.calendar, absences: [] });
    const calendar = this.people.find((person) => person.personId === personId)?.calendar;
    return withAgreementFallback(calendar ? floorTimes.of(calendar) : agreementTime, agreementTime);
  }

  /** The decision that a queued lead gets now. */
  decisionForQueued(handoff: FloorHandoff): RuleBasedDecision {
    return this.#router.chooseForQueued(handoff, pendingOwnerRequest(handoff.state)!, this.now);
  }

  /** The steps of one type in all records, in the order of their moments. */
  steps<Type extends HandoffStep['type']>(type: Type): (StepOf<Type> & { at: string; handoffId: string })[] {
    return this.handoffs
      .flatMap(({ record }) => record)
      .flatMap(({ step, at, handoffId }) => (step.type === type ? [{ ...(step as StepOf<Type>), at, handoffId }] : []))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  /** What people finish now. */
  protected finishWork(): void {}

  /** What people begin now. */
  protected startWork(): void {}

  /** When people finish or begin something next, in milliseconds. */
  protected workMoments(): number[] {
    return [];
  }

  #nextMoment(): number {
    const moments = this.workMoments();
    for (const { state } of this.#open) moments.push(dueMoment(state));
    for (const { calendar } of this.people) {
      const start = floorTimes.of(calendar).nextWorkingMoment(this.now);
      if (start !== undefined) moments.push(Date.parse(start));
      for (const { from } of calendar.absences) moments.push(Date.parse(from));
    }
    return moments.reduce((next, each) => (each > this.#now && each < next ? each : next), Infinity);
  }

  #meetDeadlines(handoff: FloorHandoff): void {
    while (dueMoment(handoff.state) <= this.#now)
      this.#commit(handoff, { kind: 'deadline', dueAt: nextDeadline(handoff.state)! });
  }

  /** Gives the best leads to the free slots, and finds those that nobody is left for, as one release of each team does. */
  #release(): void {
    const releasedFor = this.#whatReleaseDependsOn();
    if (releasedFor === this.#releasedFor) return;
    const release = new FloorRelease(this.#router, this.now);
    for (const handoff of this.queue) {
      const decision = release.decide(handoff);
      if (!decision) continue;
      this.signals += 1;
      const key = `release-${this.signals}`;
      const intent = { command: { type: 'retry-routing' as const }, actor: system, receivedAt: this.now, bodyHash: '' };
      this.#commit(handoff, { kind: 'command', key, ...intent }, decision);
    }
    this.#releasedFor = this.#whatReleaseDependsOn();
  }

  /** While this stays the same, no new slot can be free for the queue. */
  #whatReleaseDependsOn(): string {
    const people = this.people.map((person) => [
      this.isAtWork(person),
      person.unresponsive,
      person.teamId,
      person.roles,
      person.cap,
    ]);
    return JSON.stringify([this.#commits, this.#handedOver.size, people]);
  }

  #commit(handoff: FloorHandoff, intent: Intent, released?: RuleBasedDecision): void {
    const { state } = handoff;
    const lastTouchAt = this.#lastTouches.get(state.ownerId ?? '');
    const { routing, closerId } = released
      ? { routing: released, closerId: undefined }
      : this.#choose(handoff, intent, lastTouchAt);
    const steps = decide(state, intent, {
      agreement: this.agreement,
      now: this.now,
      time: (personId) => this.timeOf(personId),
      poolTime: this.#poolTime(state, intent, routing),
      ...(lastTouchAt !== undefined && { ownerLastTouchAt: lastTouchAt }),
      ...(routing && { routing }),
      ...(closerId !== undefined && { closerId }),
    });
    const cause = causeOf(intent);
    const recorded = steps.map((step, index) => ({
      handoffId: state.handoffId,
      version: state.version + 1 + index,
      recordedAt: this.now,
      cause,
      ...step,
    }));
    if (recorded.length > 0) this.#commits += 1;
    handoff.state = applySteps(state, recorded);
    handoff.record.push(...recorded);
    if (routing?.basis === 'agreement' && routing.chosen !== undefined) this.#router.takeTurn(routing);
    if (routing?.basis === 'agreement' && routing.chosen === undefined) handoff.waitsFor = awaitedMembers(routing);
    if (handoff.state.stage === 'ended') this.#open.delete(handoff);
    for (const step of recorded) this.#noteActivity(step);
    this.onCommit({ handoff, before: state, steps: recorded, ...(routing && { routing }) });
  }

  #choose(handoff: FloorHandoff, intent: Intent, lastTouchAt: string | undefined): CloserChoice {
    const { state } = handoff;
    const command = intent.kind === 'command' ? intent.command : undefined;
    if (command?.type === 'qualify') return this.#chooseCloser(handoff, command.closerId);
    if (command?.type === 'reassign' && command.toPersonId !== undefined) {
      const isByBaton = intent.kind === 'command' && intent.actor.id === BATON;
      return { routing: directDecision(isByBaton ? 'deputy' : 'team-lead', state.teamId ?? '', command.toPersonId) };
    }
    // The router is not asked for a lead that stays: its choice would count as a turn.
    const isDeadline = intent.kind === 'deadline';
    if (isDeadline && state.accepted && keepsUntouchedLead(this.agreement, lastTouchAt, this.now)) return {};
    const request = ownerRequest(state, intent);
    return request ? { routing: this.#router.choose(handoff, request, this.now) } : {};
  }

  /** The named closer, otherwise the rep who closes, otherwise a closer of the team, otherwise the rep. */
  #chooseCloser(handoff: FloorHandoff, namedId: string | undefined): CloserChoice {
    const { ownerId, teamId } = handoff.state;
    if (namedId !== undefined) return { closerId: namedId };
    const closers = this.people.filter((each) => each.active && each.teamId === teamId && hasRole(each, 'closer'));
    if (ownerId !== null && closers.some(({ personId }) => personId === ownerId)) return { closerId: ownerId };
    const request = closers.length > 0 ? closerRequest(handoff.state) : undefined;
    return request ? { routing: this.#router.choose(handoff, request, this.now) } : {};
  }

  /** The working time of the pool by which the lead's clock counts. */
  #poolTime(state: HandoffState, intent: Intent, routing: RoutingDecision | undefined): CountedTime {
    const chosenPool = routing?.basis === 'agreement' ? poolMembers(routing).map(({ personId }) => personId) : [];
    const currentPool = runningPromise(state, 'first-contact', 'lead') ? state.pool : [];
    const pool = intent.kind === 'start' ? chosenPool : currentPool;
    const calendars = this.people.filter(({ personId }) => pool.includes(personId)).map(({ calendar }) => calendar);
    return poolTime(calendars, { ...this.agreement.calendar, absences: [] }, floorTimes);
  }

  #noteActivity({ step, actor, at, cause }: RecordedStep): void {
    const missedBy = this.people.find(({ personId }) => personId === missedAcceptanceBy(step));
    if (missedBy) missedBy.unresponsive = true;
    if (step.type === 'touched' && actor.kind === 'person' && cause.kind === 'request')
      this.#lastTouches.set(actor.id, at);
  }
}

interface CloserChoice {
  closerId?: string | undefined;
  routing?: RoutingDecision;
}
