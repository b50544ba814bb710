import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { Agreement } from '../agreement/agreement.ts';
import type { HandoffCommand } from '../handoff/commands.ts';
import { nextDeadline } from '../handoff/deadlines.ts';
import { decide } from '../handoff/decide.ts';
import { applySteps } from '../handoff/fold.ts';
import type { Intent } from '../handoff/intent.ts';
import { keepsUntouchedLead } from '../handoff/owner-check.ts';
import { ownerRequest, pendingOwnerRequest } from '../handoff/owner-request.ts';
import type { RecordedStep } from '../handoff/record.ts';
import { missedAcceptanceBy } from '../handoff/reroute.ts';
import { emptyState, isQueued, slotOwnerOf } from '../handoff/state.ts';
import type { HandoffState } from '../handoff/state.ts';
import type { HandoffStep, StepOf } from '../handoff/steps.ts';
import { poolMembers, turnsAfterDecision } from '../routing/choose.ts';
import type { KnownOwner, RuleBasedDecision } from '../routing/decision.ts';
import type { PoolMember } from '../routing/member.ts';
import { poolTime, route } from '../routing/route.ts';
import type { OwnerRequest, RoutingRequest } from '../routing/route.ts';
import { withAgreementFallback } from '../time/counted-time.ts';
import type { CountedTime } from '../time/counted-time.ts';
import { MINUTE } from '../time/units.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { rep } from './simulated-handoff.ts';

const times = new WorkingTimeCache();

export interface FloorPerson extends PoolMember {
  callMinutes: number;
  /** Whether they accept a lead and then do not call it. */
  leavesAfterAccepting?: boolean;
  /** Whether they neither accept nor call. */
  ignoresLeads?: boolean;
}

interface FloorHandoff {
  state: HandoffState;
  score: number;
  knownOwner?: KnownOwner;
  record: RecordedStep[];
}

interface Call {
  handoff: FloorHandoff;
  endsAt: number;
}

/** A team, its queue and all its handoffs in simulated time. Each rep calls one lead after the other, and records the touch when the call ends. */
export class SalesFloor {
  readonly handoffs: FloorHandoff[] = [];
  readonly people: FloorPerson[];
  readonly agreement: Agreement;
  /** How often a waiting handoff was signalled. */
  signals = 0;
  readonly #calls = new Map<string, Call>();
  readonly #lastTouches = new Map<string, string>();
  #now: number;

  constructor(start: string, people: FloorPerson[], agreement: Agreement = defaultAgreement) {
    this.#now = Date.parse(start);
    this.people = people;
    this.agreement = agreement;
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  get queue(): FloorHandoff[] {
    return this.#open
      .filter(({ state }) => isQueued(state))
      .sort((a, b) => b.score - a.score || this.handoffs.indexOf(a) - this.handoffs.indexOf(b));
  }

  /** A lead arrives now. */
  arrive(score = 50, knownOwner?: KnownOwner): FloorHandoff {
    const handoffId = `handoff-${this.handoffs.length + 1}`;
    const handoff: FloorHandoff = {
      state: emptyState(handoffId),
      score,
      record: [],
      ...(knownOwner && { knownOwner }),
    };
    this.handoffs.push(handoff);
    const judged = {
      lead: { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] },
      answers: [],
      askedCriteria: [],
      score,
      createdBy: 'website-form',
      signalReceivedAt: this.now,
    };
    this.#commit(handoff, { kind: 'start', judged, teamId: 'sales', messageId: handoffId });
    this.#settle();
    return handoff;
  }

  /** Lets time pass. Every call, deadline and start of work takes effect at its moment. */
  advanceTo(moment: string): this {
    for (;;) {
      const next = this.#nextEvent();
      if (next === undefined || next > Date.parse(moment)) break;
      this.#now = Math.max(this.#now, next);
      this.#settle();
    }
    this.#now = Date.parse(moment);
    this.#settle();
    return this;
  }

  /** The steps of one type in all records, in the order of their moments. */
  steps<Type extends HandoffStep['type']>(type: Type): (StepOf<Type> & { at: string; handoffId: string })[] {
    return this.handoffs
      .flatMap(({ record }) => record)
      .flatMap(({ step, at, handoffId }) => (step.type === type ? [{ ...(step as StepOf<Type>), at, handoffId }] : []))
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }

  get #open(): FloorHandoff[] {
    return this.handoffs.filter(({ state }) => state.stage !== 'ended');
  }

  #nextEvent(): number | undefined {
    const moments = [
      ...this.#open.flatMap(({ state }) => nextDeadline(state) ?? []).map((at) => Date.parse(at)),
      ...[...this.#calls.values()].map(({ endsAt }) => endsAt),
      ...this.people.flatMap(({ calendar }) => {
        const start = times.of(calendar).nextWorkingMoment(this.now);
        return start === undefined || Date.parse(start) <= this.#now ? [] : [Date.parse(start)];
      }),
    ];
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** Everything that is due now, until nothing changes. */
  #settle(): void {
    this.#endCalls();
    for (const handoff of this.#open) this.#meetDeadlines(handoff);
    this.#release();
    for (const person of this.people) this.#startCall(person);
  }

  #endCalls(): void {
    for (const [personId, { handoff, endsAt }] of this.#calls) {
      if (endsAt > this.#now) continue;
      this.#calls.delete(personId);
      if (handoff.state.ownerId !== personId) continue;
      const evidence = { kind: 'call-record' as const, reference: 'call-1' };
      this.#lastTouches.set(personId, this.now);
      this.#command(handoff, personId, {
        type: 'touch',
        channel: 'call',
        direction: 'outbound',
        outcome: 'reached',
        evidence,
      });
      // What follows the first touch is another story.
      this.#command(handoff, personId, { type: 'qualify', answers: [], closerId: personId });
    }
  }

  #meetDeadlines(handoff: FloorHandoff): void {
    for (
      let due = nextDeadline(handoff.state);
      due !== undefined && Date.parse(due) <= this.#now;
      due = nextDeadline(handoff.state)
    )
      this.#commit(handoff, { kind: 'deadline', dueAt: due });
  }

  /** Gives the best leads to the free slots, as one release of the team does. */
  #release(): void {
    for (const handoff of this.queue) {
      const decision = this.#route(handoff, pendingOwnerRequest(handoff.state)!, 0);
      // Everyone of the team could take every lead, so what the best one waits for, all of them do.
      if (decision.chosen === undefined) return;
      this.signals += 1;
      const actor = { id: 'baton', kind: 'integration' as const, roles: ['integration' as const] };
      const intent: Intent = {
        kind: 'command',
        command: { type: 'retry-routing' },
        actor,
        receivedAt: this.now,
        key: `release-${this.signals}`,
        bodyHash: '',
      };
      this.#commit(handoff, intent, decision);
    }
  }

  #startCall(person: FloorPerson): void {
    const { personId, calendar, callMinutes, leavesAfterAccepting, ignoresLeads } = person;
    if (ignoresLeads || this.#calls.has(personId) || !times.of(calendar).isWorking(this.now)) return;
    const mine = this.#open.filter(({ state }) => state.ownerId === personId && state.touches.length === 0);
    const next = mine.find(({ state }) => state.stage !== 'ended' && !(leavesAfterAccepting && state.accepted));
    if (!next) return;
    if (!next.state.accepted) this.#command(next, personId, { type: 'accept' });
    if (!leavesAfterAccepting) this.#calls.set(personId, { handoff: next, endsAt: this.#now + callMinutes * MINUTE });
  }

  #command(handoff: FloorHandoff, personId: string, command: HandoffCommand): void {
    const key = `${command.type}-${handoff.record.length}`;
    this.#commit(handoff, {
      kind: 'command',
      command,
      actor: rep(personId),
      receivedAt: this.now,
      key,
      bodyHash: '',
    });
  }

  #commit(handoff: FloorHandoff, intent: Intent, released?: RuleBasedDecision): void {
    const { state } = handoff;
    const lastTouchAt = this.#lastTouches.get(state.ownerId ?? '');
    const isKept =
      intent.kind === 'deadline' && state.accepted && keepsUntouchedLead(this.agreement, lastTouchAt, this.now);
    const request = isKept ? undefined : ownerRequest(state, intent);
    const waiting = this.queue.filter((other) => other !== handoff).length;
    const routing = released ?? (request && this.#route(handoff, request, waiting));
    if (routing?.chosen !== undefined) this.#takeTurn(routing);
    const pool = routing && intent.kind === 'start' ? poolMembers(routing).map(({ personId }) => personId) : state.pool;
    const steps = decide(state, intent, {
      agreement: this.agreement,
      now: this.now,
      time: (personId) => this.#timeOf(personId),
      poolTime: poolTime(
        this.people.filter(({ personId }) => pool.includes(personId)).map(({ calendar }) => calendar),
        { ...this.agreement.calendar, absences: [] },
        times,
      ),
      ...(lastTouchAt !== undefined && { ownerLastTouchAt: lastTouchAt }),
      ...(routing && { routing }),
      ...(intent.kind === 'command' && intent.command.type === 'qualify' && { closerId: intent.actor.id }),
    });
    const cause = { kind: 'message' as const, id: 'floor' };
    const recorded = steps.map((step, index) => ({
      handoffId: state.handoffId,
      version: state.version + 1 + index,
      recordedAt: this.now,
      cause,
      ...step,
    }));
    handoff.state = applySteps(state, recorded);
    handoff.record.push(...recorded);
    for (const { step, actor } of recorded) this.#noteResponsiveness(step, actor.id);
  }

  #noteResponsiveness(step: HandoffStep, actorId: string): void {
    for (const person of this.people) {
      if (missedAcceptanceBy(step) === person.personId) person.unresponsive = true;
      if (actorId === person.personId) person.unresponsive = false;
    }
  }

  #route({ score, knownOwner }: FloorHandoff, wanted: OwnerRequest, waiting: number): RuleBasedDecision {
    const everyone = this.people.map(({ personId }) => personId);
    const snapshot = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    const request: RoutingRequest = {
      ...wanted,
      now: this.now,
      terms: this.agreement.routing,
      firstContact: this.agreement.promises['first-contact'],
      calendar: { ...this.agreement.calendar, absences: [] },
      teams: ['sales'],
      lead: { snapshot, score },
      queuedAhead: waiting > 0 ? [{ personIds: everyone, count: waiting }] : [],
      ...(knownOwner && { knownOwner }),
    };
    return route(request, this.#members(), times);
  }

  #members(): PoolMember[] {
    const open = this.#open.map(({ state }) => ({ ownerId: state.ownerId, slotOwnerId: slotOwnerOf(state) }));
    return this.people.map(({ callMinutes: _, leavesAfterAccepting: __, ignoresLeads: ___, ...member }) => ({
      ...member,
      takenSlots: open.filter(({ slotOwnerId }) => slotOwnerId === member.personId).length,
      openHandoffs: open.filter(({ ownerId }) => ownerId === member.personId).length,
    }));
  }

  #takeTurn(decision: RuleBasedDecision): void {
    const turns = new Map(turnsAfterDecision(decision).map(({ personId, pass }) => [personId, pass]));
    for (const person of this.people) {
      const pass = turns.get(person.personId);
      if (pass !== undefined) person.pass = pass;
      if (person.personId === decision.chosen) person.lastAssignedAt = this.now;
    }
  }

  #timeOf(personId: string | undefined): CountedTime {
    const agreementTime = times.of({ ...this.agreement.calendar, absences: [] });
    const calendar = this.people.find((person) => person.personId === personId)?.calendar;
    return calendar
      ? withAgreementFallback(times.of(calendar), agreementTime)
      : withAgreementFallback(agreementTime, agreementTime);
  }
}
