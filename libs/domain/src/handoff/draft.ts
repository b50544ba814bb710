import type { PromiseName } from '../agreement/agreement.ts';
import { durationMilliseconds } from '../time/duration.ts';
import type { Surroundings } from './decide.ts';
import { applySteps, owing, runningPromise, type HandoffState, type RunningPromise } from './state.ts';
import type { Actor, Clock, Ending, HandoffStep, TicketKind, WhyAssigned } from './steps.ts';

export interface DraftedStep {
  at: string;
  actor: Actor;
  step: HandoffStep;
}

const CLOCK: Actor = { kind: 'clock', id: 'clock' };
const SYSTEM: Actor = { kind: 'system', id: 'baton' };

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
    this.add(at, SYSTEM, step);
  }

  byClock(at: string, step: HandoffStep): void {
    this.add(at, CLOCK, step);
  }

  running(promise: PromiseName, clock: Clock): RunningPromise | undefined {
    return runningPromise(this.state, promise, clock);
  }

  startPromise(promise: PromiseName, clock: Clock, from: string): void {
    const { within, remindAt } = this.surroundings.agreement.promises[promise];
    const start = Date.parse(from);
    const span = durationMilliseconds(within);
    const moment = (share: number): string => new Date(start + Math.round(span * share)).toISOString();
    // The lead's clock runs silently beside the owner's where both are started: one reminder is enough.
    const reminds = clock === 'owner' || promise === 'touches';
    this.bySystem(from, {
      type: 'promise-started',
      promise,
      clock,
      dueAt: moment(1),
      remindAt: reminds ? remindAt.map(moment) : [],
      ...(promise !== 'transfer' && this.state.ownerId && { ownerId: this.state.ownerId }),
    });
  }

  keepPromise(promise: PromiseName, clock: Clock, at: string): void {
    const running = this.running(promise, clock);
    if (!running) return;
    const elapsed = Math.max(0, Date.parse(at) - Date.parse(running.from));
    this.bySystem(at, {
      type: 'promise-kept',
      promise,
      clock,
      // Received in time but taken after the breach was committed: a promise never counts as both broken and kept in time.
      late: running.broken || Date.parse(at) > Date.parse(running.dueAt),
      countedMilliseconds: elapsed,
      wallClockMilliseconds: elapsed,
      ...this.owing(running),
    });
  }

  breakPromise(promise: PromiseName, clock: Clock, ticket: TicketKind): void {
    const running = this.running(promise, clock);
    if (!running || running.broken) return;
    const { dueAt } = running;
    const latenessMilliseconds = Math.max(0, Date.parse(this.surroundings.now) - Date.parse(dueAt));
    this.byClock(dueAt, {
      type: 'promise-broken',
      promise,
      clock,
      dueAt,
      latenessMilliseconds,
      ...this.owing(running),
    });
    this.openTicket(ticket, dueAt);
  }

  owing(running: RunningPromise): { ownerId?: string } {
    const ownerId = owing(running, this.state);
    return ownerId ? { ownerId } : {};
  }

  openTicket(ticket: TicketKind, at: string): void {
    if (this.state.tickets.includes(ticket)) return;
    this.bySystem(at, { type: 'ticket-opened', ticket, ...(this.state.ownerId && { ownerId: this.state.ownerId }) });
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
  assign(why: WhyAssigned, because: string, actor: Actor = SYSTEM): void {
    const { routing, now } = this.surroundings;
    const at = Date.parse(because) > Date.parse(now) ? because : now;
    if (!routing)
      throw new TypeError(`Handoff ${this.state.handoffId}: a choice of the router was expected for "${why}"`);
    const { ownerId } = this.state;
    const previous = ownerId ? { previousOwnerId: ownerId } : {};
    if (!routing.chosen) {
      const ownerStays = why === 'not-accepted' || why === 'not-contacted';
      this.add(at, actor, { type: 'nobody-eligible', why, ownerStays, routing, ...previous });
      if (!ownerStays) this.releaseOwnersClock(at);
      this.openTicket('nobody-eligible', at);
      return;
    }
    this.releaseOwnersClock(at);
    const first = this.state.transferredAt === undefined;
    if (first) this.bySystem(at, { type: 'transferred' });
    this.add(at, actor, {
      type: 'assigned',
      ownerId: routing.chosen,
      teamId: routing.teamId,
      why,
      routing,
      ...previous,
    });
    this.keepPromise('transfer', 'lead', at);
    this.closeTickets(at, 'nobody-eligible', 'not-transferred');
    this.startPromise('acceptance', 'owner', at);
    if (!this.touched()) this.startPromise('first-contact', 'owner', at);
    if (first) {
      this.startPromise('first-contact', 'lead', at);
      this.startPromise('touches', 'lead', at);
    }
  }

  /** Whether anybody has tried to reach the lead yet. */
  private touched(): boolean {
    return this.state.countedTouches.length > 0 || this.state.reached;
  }

  private releaseOwnersClock(at: string): void {
    for (const running of this.state.promises.filter(({ clock }) => clock === 'owner')) {
      this.release(running, 'reassigned', at);
    }
  }

  private release(running: RunningPromise, why: 'reassigned' | 'ended', at: string): void {
    const { promise, clock } = running;
    this.bySystem(at, { type: 'promise-released', promise, clock, why, ...this.owing(running) });
  }

  end(ending: Ending, at: string): void {
    for (const running of this.state.promises) this.release(running, 'ended', at);
    this.closeTickets(at, ...this.state.tickets);
    this.bySystem(at, { type: 'ended', ending });
  }
}
