import type { DecisionContext } from './decide.ts';
import { applySteps } from './fold.ts';
import { keepPromise, releasePromise, startPromise } from './promise-clocks.ts';
import {
  hasEnoughTouches,
  isOwedByOwner,
  needsCloser,
  promiseOwner,
  runningPromise,
  urgentPromises,
  assignmentReason,
  hasUnansweredReply,
} from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import { BATON } from './steps.ts';
import type { Actor, Ending, HandoffStep, ReturnWindow, TicketKind, AssignmentReason, ReleaseReason } from './steps.ts';
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
const reasonsThatOpenWindow: readonly AssignmentReason[] = ['transfer', 'overturned', 'sql'];

/** A decision in the making: each step added is applied at once, so that the next one sees its effect. */
export class Draft {
  readonly steps: DraftedStep[] = [];
  state: HandoffState;
  readonly context: DecisionContext;

  constructor(state: HandoffState, surroundings: DecisionContext) {
    this.state = state;
    this.context = surroundings;
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

  addBySystem(at: string, step: HandoffStep): void {
    this.add(at, systemActor, step);
  }

  addByClock(at: string, step: HandoffStep): void {
    this.add(at, clockActor, step);
  }

  runningPromise(promise: PromiseName, clock: 'lead' | 'owner'): RunningPromise | undefined {
    return runningPromise(this.state, promise, clock);
  }

  promiseOwner(running: RunningPromise): { ownerId?: string } {
    const ownerId = promiseOwner(running, this.state);
    return ownerId ? { ownerId } : {};
  }

  openTicket(ticket: TicketKind, at: string): void {
    if (this.state.tickets.includes(ticket)) return;
    const { ownerId } = this.state;
    const isOwnersTicket = ownerId !== null && ticketRole(ticket) === undefined;
    this.addBySystem(at, { type: 'ticket-opened', ticket, ...(isOwnersTicket && { ownerId }) });
  }

  closeTickets(at: string, ...tickets: TicketKind[]): void {
    for (const ticket of tickets.filter((open) => this.state.tickets.includes(open))) {
      this.addBySystem(at, { type: 'ticket-closed', ticket });
    }
  }

  /**
   * Gives the lead to whom the router chose; where nobody is left, to an alarm.
   * It holds from now: what led to it may lie back, and the new owner's clock does not.
   */
  assign(why: AssignmentReason, causedAt: string, actor: Actor = systemActor, routing = this.context.routing): void {
    this.assignAt(latest(causedAt, this.context.now), why, actor, routing);
  }

  /** The same from a moment that may lie back, such as the beginning of the conversation that led to it. */
  assignAt(at: string, why: AssignmentReason, actor: Actor, routing: RoutingDecision | undefined): void {
    if (!routing)
      throw new TypeError(`Handoff ${this.state.handoffId}: a choice of the router was expected for "${why}"`);
    const { ownerId } = this.state;
    const urgent = urgentPromises(this.state);
    const isAfterOverturn = assignmentReason(this.state, why) === 'overturned';
    const previous = ownerId ? { previousOwnerId: ownerId } : {};
    if (!routing.chosen) {
      const ownerStays = ownerId !== null && (why === 'not-accepted' || why === 'not-contacted');
      this.add(at, actor, { type: 'nobody-eligible', reason: why, ownerStays, routing, ...previous });
      if (!ownerStays) this.releaseOwnerPromises('reassigned', at);
      this.openTicket('nobody-eligible', at);
      return;
    }
    this.releaseOwnerPromises('reassigned', at);
    const first = this.state.transferredAt === undefined;
    if (first) this.addBySystem(at, { type: 'transferred' });
    this.recordAssignment(why, routing, at, actor);
    const isSql = needsCloser(this.state);
    startPromise(this, isSql ? 'sql-contact' : 'acceptance', 'owner', at);
    this.startUrgentPromises(urgent, at);
    if (isSql) return;
    this.#startContactClocks(at, isAfterOverturn);
    if (first) startPromise(this, 'first-contact', 'lead', at);
    if (first || (isAfterOverturn && !hasEnoughTouches(this.state))) startPromise(this, 'touches', 'lead', at);
  }

  /** The lead has an owner, who is told; which clocks run for that is another matter. */
  recordAssignment(
    why: AssignmentReason,
    routing: RoutingDecision & { chosen?: string },
    at: string,
    actor: Actor = systemActor,
  ): void {
    const { ownerId, returnWindows } = this.state;
    const reason = assignmentReason(this.state, why);
    const opensWindow = reasonsThatOpenWindow.includes(reason) || returnWindows.length === 0;
    this.add(at, actor, {
      type: 'assigned',
      ownerId: routing.chosen ?? '',
      teamId: routing.teamId,
      reason: why,
      routing,
      ...(ownerId && { previousOwnerId: ownerId }),
      ...(opensWindow && routing.chosen && { returnWindows: this.#returnWindowsFrom(at, routing.chosen) }),
      ...(reason === 'overturned' &&
        routing.chosen && { conversationWindowEndsAt: this.#conversationWindowEnd(at, routing.chosen) }),
    });
    keepPromise(this, 'transfer', 'lead', at);
    this.closeTickets(at, 'nobody-eligible', 'not-transferred');
  }

  /** The lead goes on waiting for what the owner before owed it; a step that was missed is due anew from now. */
  startUrgentPromises(urgent: readonly PromiseName[], at: string): void {
    for (const promise of urgent)
      startPromise(this, promise, 'owner', at, promise === 'next-step' ? latest(at, this.state.nextStepAt ?? at) : at);
  }

  /** What a new owner owes to a lead that was, or was not yet, contacted. */
  #startContactClocks(at: string, isAfterOverturn: boolean): void {
    if (this.state.touches.length === 0 || isAfterOverturn) {
      if (!this.runningPromise('first-contact', 'owner')) startPromise(this, 'first-contact', 'owner', at);
      if (hasUnansweredReply(this.state) && !this.runningPromise('reply-to-lead', 'owner'))
        startPromise(this, 'reply-to-lead', 'owner', at);
      return;
    }
    startPromise(this, 'activity', 'owner', at, this.runningPromise('next-step', 'owner')?.from);
  }

  /** Until when what is visible at receipt can be given back, for each window that a reason has. */
  #returnWindowsFrom(from: string, personId: string): ReturnWindow[] {
    const { returns } = this.context.agreement;
    const { within: usual, counted } = returns.window;
    const windows = new Set([usual, ...returns.reasons.flatMap(({ window }) => (window ? [window] : []))]);
    const time = this.context.time(personId);
    return [...windows].map((within) => ({
      window: within,
      endsAt: time.add(counted, from, durationMilliseconds(within)),
    }));
  }

  /** As long as the touches of a first passage, also where the lead was reached in it and they do not run again. */
  #conversationWindowEnd(from: string, personId: string): string {
    const { within, counted } = this.context.agreement.promises.touches;
    return this.context.time(personId).add(counted, from, durationMilliseconds(within));
  }

  releaseOwnerPromises(why: ReleaseReason, at: string): void {
    for (const running of this.state.promises.filter(({ clock }) => clock === 'owner'))
      releasePromise(this, running, why, at);
  }

  /** What sales owes to the lead, whoever owns it. */
  releaseLeadPromises(why: ReleaseReason, at: string): void {
    for (const running of this.state.promises.filter(
      ({ promise, clock }) => clock === 'lead' && isOwedByOwner(promise),
    ))
      releasePromise(this, running, why, at);
  }

  end(ending: Ending, at: string): void {
    for (const running of this.state.promises) releasePromise(this, running, 'ended', at);
    this.closeTickets(at, ...this.state.tickets);
    this.addBySystem(at, { type: 'ended', ending });
  }
}
