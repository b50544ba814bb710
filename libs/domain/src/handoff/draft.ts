import type { PromiseName } from '../agreement/agreement.ts';
import { applySteps } from './fold.ts';
import type { DecisionContext } from './intent.ts';
import type { Clock } from './promises.ts';
import { BATON } from './record.ts';
import type { Actor } from './record.ts';
import { promiseOwner, runningPromise } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { HandoffStep, TicketKind } from './steps.ts';
import { ticketRole } from './ticket-owner.ts';

export interface DraftedStep {
  at: string;
  actor: Actor;
  step: HandoffStep;
}

const clockActor: Actor = { kind: 'clock', id: 'clock' };
export const systemActor: Actor = { kind: 'system', id: BATON };

/** The steps of one decision. Each added step is applied immediately, so that the next one is decided on its result. */
export class Draft {
  readonly steps: DraftedStep[] = [];
  readonly context: DecisionContext;
  state: HandoffState;

  constructor(state: HandoffState, context: DecisionContext) {
    this.state = state;
    this.context = context;
  }

  add(at: string, actor: Actor, step: HandoffStep): void {
    this.steps.push({ at, actor, step });
    const { handoffId, version } = this.state;
    const cause = { kind: 'message' as const, id: '' };
    this.state = applySteps(this.state, [{ handoffId, version: version + 1, at, recordedAt: at, actor, cause, step }]);
  }

  addBySystem(at: string, step: HandoffStep): void {
    this.add(at, systemActor, step);
  }

  addByClock(at: string, step: HandoffStep): void {
    this.add(at, clockActor, step);
  }

  runningPromise(promise: PromiseName, clock: Clock): RunningPromise | undefined {
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
    for (const ticket of tickets.filter((each) => this.state.tickets.includes(each))) {
      this.addBySystem(at, { type: 'ticket-closed', ticket });
    }
  }
}
