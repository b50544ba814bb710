import type { Surroundings } from './decide.ts';
import { applySteps } from './fold.ts';
import { keepPromise, releasePromise, startPromise } from './promise-clocks.ts';
import {
  hadEnoughTouches,
  isOwnersPromise,
  needsCloser,
  owing,
  runningPromise,
  urgentPromises,
  waitingFor,
  waitsForAnswer,
} from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import { BATON } from './steps.ts';
import type { Actor, Ending, HandoffStep, ReturnUntil, TicketKind, WhyAssigned, WhyReleased } from './steps.ts';
import { ticketRole } from './ticket-owner.ts';
import type { PromiseName } from '../agreement/agreement.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';

export interface DraftedStep {
  at: string;
  actor: Actor;
  step: HandoffStep;
}

const clockActor: Actor = { kind: 'clock', id: 'clock' };
const systemActor: Actor = { kind: 'system', id: BATON };
/** With these a new window for returns begins, as with the first owner, whoever gave the lead to them. */
const reasonsThatOpenWindow: readonly WhyAssigned[] = ['transfer', 'overturned', 'sql'];

/** A decision in the making: each step added is applied at once, so that the next one sees its effect. */
export class Draft {
  readonly steps: DraftedStep[] = [];
  state: HandoffState;
  readonly surroundings: Surroundings;

  constructor(state: HandoffState, surroundings: Surroundings) {
    this.state = state;
    this.surroundings = surroundings;
  }

  add(at: string, actor: Actor, step: HandoffStep): void {
    this.steps.push({ at, actor, step });
    const recorded = {
      handoffId: this.state.handoffId,
      version: this.state.version + 1,
      at,
      recordedAt: at,
      actor,
      cause: { kind: 'message' as const, id: '' },
      step,
    };
    this.state = applySteps(this.state, [recorded]);
  }

  bySystem(at: string, step: HandoffStep): void {
    this.add(at, systemActor, step);
  }

  byClock(at: string, step: HandoffStep): void {
    this.add(at, clockActor, step);
  }

  running(promise: PromiseName, clock: 'lead' | 'owner'): RunningPromise | undefined {
    return runningPromise(this.state, promise, clock);
  }

  owing(running: RunningPromise): { ownerId?: string } {
    const ownerId = owing(running, this.state);
    return ownerId ? { ownerId } : {};
  }

  openTicket(ticket: TicketKind, at: string): void {
    if (this.state.tickets.includes(ticket)) return;
    const { ownerId } = this.state;
    const isTheirs = ownerId !== null && ticketRole(ticket) === undefined;
    this.bySystem(at, { type: 'ticket-opened', ticket, ...(isTheirs && { ownerId }) });
  }

  closeTickets(at: string, ...tickets: TicketKind[]): void {
    for (const ticket of tickets.filter((open) => this.state.tickets.includes(open))) {
      this.bySystem(at, { type: 'ticket-closed', ticket });
    }
  }

  /**
   * Gives the lead to whom the router chose; where nobody is left, to an alarm.
   * It holds from now: what led to it may lie back, and the new owner's clock does not.
   */
  assign(why: WhyAssigned, because: string, actor: Actor = systemActor, routing = this.surroundings.routing): void {
    this.assignFrom(latest(because, this.surroundings.now), why, actor, routing);
  }

  /** The same from a moment that may lie back, such as the beginning of the conversation that led to it. */
  assignFrom(at: string, why: WhyAssigned, actor: Actor, routing: RoutingDecision | undefined): void {
    if (!routing)
      throw new TypeError(`Handoff ${this.state.handoffId}: a choice of the router was expected for "${why}"`);
    const { ownerId } = this.state;
    const urgent = urgentPromises(this.state);
    const isSecondPassage = waitingFor(this.state, why) === 'overturned';
    const previous = ownerId ? { previousOwnerId: ownerId } : {};
    if (!routing.chosen) {
      const ownerStays = ownerId !== null && (why === 'not-accepted' || why === 'not-contacted');
      this.add(at, actor, { type: 'nobody-eligible', why, ownerStays, routing, ...previous });
      if (!ownerStays) this.releaseOwnersClock('reassigned', at);
      this.openTicket('nobody-eligible', at);
      return;
    }
    this.releaseOwnersClock('reassigned', at);
    const first = this.state.transferredAt === undefined;
    if (first) this.bySystem(at, { type: 'transferred' });
    this.give(why, routing, at, actor);
    const isSql = needsCloser(this.state);
    startPromise(this, isSql ? 'sql-contact' : 'acceptance', 'owner', at);
    this.startUrgent(urgent, at);
    if (isSql) return;
    this.#startContactClocks(at, isSecondPassage);
    if (first) startPromise(this, 'first-contact', 'lead', at);
    if (first || (isSecondPassage && !hadEnoughTouches(this.state))) startPromise(this, 'touches', 'lead', at);
  }

  /** The lead has an owner, who is told; which clocks run for that is another matter. */
  give(why: WhyAssigned, routing: RoutingDecision & { chosen?: string }, at: string, actor: Actor = systemActor): void {
    const { ownerId, returnUntil } = this.state;
    const reason = waitingFor(this.state, why);
    const opensWindow = reasonsThatOpenWindow.includes(reason) || returnUntil.length === 0;
    this.add(at, actor, {
      type: 'assigned',
      ownerId: routing.chosen ?? '',
      teamId: routing.teamId,
      why,
      routing,
      ...(ownerId && { previousOwnerId: ownerId }),
      ...(opensWindow && routing.chosen && { returnUntil: this.#returnUntil(at, routing.chosen) }),
      ...(reason === 'overturned' &&
        routing.chosen && { conversationUntil: this.#conversationUntil(at, routing.chosen) }),
    });
    keepPromise(this, 'transfer', 'lead', at);
    this.closeTickets(at, 'nobody-eligible', 'not-transferred');
  }

  /** The lead goes on waiting for what the owner before owed it; a step that was missed is due anew from now. */
  startUrgent(urgent: readonly PromiseName[], at: string): void {
    for (const promise of urgent)
      startPromise(this, promise, 'owner', at, promise === 'next-step' ? latest(at, this.state.nextStepAt ?? at) : at);
  }

  /** What a new owner owes to a lead that was, or was not yet, contacted. */
  #startContactClocks(at: string, isSecondPassage: boolean): void {
    if (this.state.touches.length === 0 || isSecondPassage) {
      if (!this.running('first-contact', 'owner')) startPromise(this, 'first-contact', 'owner', at);
      if (waitsForAnswer(this.state) && !this.running('answer', 'owner')) startPromise(this, 'answer', 'owner', at);
      return;
    }
    startPromise(this, 'activity', 'owner', at, this.running('next-step', 'owner')?.from);
  }

  /** Until when what is visible at receipt can be given back, for each window that a reason has. */
  #returnUntil(from: string, personId: string): ReturnUntil[] {
    const { returns } = this.surroundings.agreement;
    const { within: usual, counted } = returns.window;
    const windows = new Set([usual, ...returns.reasons.flatMap(({ window }) => (window ? [window] : []))]);
    const time = this.surroundings.time(personId);
    return [...windows].map((within) => ({ within, until: time.add(counted, from, durationMilliseconds(within)) }));
  }

  /** As long as the touches of a first passage, also where the lead was reached in it and they do not run again. */
  #conversationUntil(from: string, personId: string): string {
    const { within, counted } = this.surroundings.agreement.promises.touches;
    return this.surroundings.time(personId).add(counted, from, durationMilliseconds(within));
  }

  releaseOwnersClock(why: WhyReleased, at: string): void {
    for (const running of this.state.promises.filter(({ clock }) => clock === 'owner'))
      releasePromise(this, running, why, at);
  }

  /** What sales owes to the lead, whoever owns it. */
  releaseLeadsClock(why: WhyReleased, at: string): void {
    for (const running of this.state.promises.filter(
      ({ promise, clock }) => clock === 'lead' && isOwnersPromise(promise),
    ))
      releasePromise(this, running, why, at);
  }

  end(ending: Ending, at: string): void {
    for (const running of this.state.promises) releasePromise(this, running, 'ended', at);
    this.closeTickets(at, ...this.state.tickets);
    this.bySystem(at, { type: 'ended', ending });
  }
}
