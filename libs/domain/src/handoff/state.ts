import type { PromiseName } from '../agreement/agreement.ts';
import type { Clock, Ending, HandoffStep, PromiseReference, RecordedStep, TicketKind } from './steps.ts';

export type Stage =
  'transferring' | 'nobody-eligible' | 'awaiting-acceptance' | 'awaiting-first-contact' | 'working' | 'ended';

export interface RunningPromise extends PromiseReference {
  ownerId?: string;
  from: string;
  dueAt: string;
  /** Shares and moments of the reminders that are still to come. */
  reminders: { share: number; at: string }[];
  broken: boolean;
}

export interface CountedTouch {
  at: string;
  channel: string;
}

/** What a handoff is now: the fold of its record, and nothing else. Plain data, so that it can be handed on as it is. */
export interface HandoffState {
  handoffId: string;
  version: number;
  stage: Stage;
  teamId: string | null;
  ownerId: string | null;
  /** Who must not get this lead again, and why. */
  leftOut: { personId: string; why: 'declined' | 'promise-broken' | 'previous-owner' }[];
  transferredAt?: string;
  opened: boolean;
  accepted: boolean;
  /** Running, or broken and not yet kept. */
  promises: RunningPromise[];
  brokenPromises: PromiseName[];
  tickets: TicketKind[];
  countedTouches: CountedTouch[];
  touchLimits: { minimum: number; maximum: number };
  reachableBy: string[];
  asked: string[];
  qualifyingQuestions: 'proven' | 'claimed' | 'none';
  reached: boolean;
  ending?: Ending;
}

export function emptyState(handoffId: string): HandoffState {
  return {
    handoffId,
    version: 0,
    stage: 'transferring',
    teamId: null,
    ownerId: null,
    leftOut: [],
    opened: false,
    accepted: false,
    promises: [],
    brokenPromises: [],
    tickets: [],
    countedTouches: [],
    touchLimits: { minimum: 5, maximum: 7 },
    reachableBy: [],
    asked: [],
    qualifyingQuestions: 'none',
    reached: false,
  };
}

export const isSamePromise = (a: PromiseReference, b: PromiseReference): boolean =>
  a.promise === b.promise && a.clock === b.clock;

export function runningPromise(state: HandoffState, promise: PromiseName, clock: Clock): RunningPromise | undefined {
  return state.promises.find((running) => isSamePromise(running, { promise, clock }));
}

/**
 * Applies the record's steps once each, by version; steps already known are passed over.
 * @throws RangeError when a version is missing between the state and the steps.
 */
export function applySteps(state: HandoffState, steps: readonly RecordedStep[]): HandoffState {
  return steps.reduce((current, recorded) => {
    if (recorded.version <= current.version) return current;
    if (recorded.version !== current.version + 1) {
      throw new RangeError(
        `Handoff ${current.handoffId}: step ${recorded.version} cannot follow version ${current.version}; read the record from there`,
      );
    }
    return { ...current, ...after(current, recorded.step, recorded.at), version: recorded.version };
  }, state);
}

const without = (promises: RunningPromise[], gone: PromiseReference): RunningPromise[] =>
  promises.filter((running) => !isSamePromise(running, gone));

/** What one step changes. */
function after(state: HandoffState, step: HandoffStep, at: string): Partial<HandoffState> {
  switch (step.type) {
    case 'started':
      return { touchLimits: step.touches, reachableBy: step.lead.reachableBy, asked: step.asked };
    case 'imported':
      return { stage: 'ended', ending: 'imported', reachableBy: step.lead.reachableBy };
    case 'promise-started': {
      const { promise, clock, dueAt, remindAt, ownerId } = step;
      const from = Date.parse(at);
      const span = Date.parse(dueAt) - from;
      const reminders = remindAt.map((moment) => ({
        share: Math.round(((Date.parse(moment) - from) / span) * 100) / 100,
        at: moment,
      }));
      const started = { promise, clock, from: at, dueAt, reminders, broken: false, ...(ownerId && { ownerId }) };
      return { promises: [...without(state.promises, step), started] };
    }
    case 'transferred':
      return { transferredAt: at };
    case 'assigned':
      return {
        ...leavingOut(state, step.previousOwnerId, step.why),
        stage: 'awaiting-acceptance',
        ownerId: step.ownerId,
        teamId: step.teamId,
        opened: false,
        accepted: false,
      };
    case 'nobody-eligible':
      return step.ownerStays
        ? {}
        : {
            ...leavingOut(state, step.previousOwnerId, step.why),
            stage: 'nobody-eligible',
            ownerId: null,
            teamId: step.routing.teamId,
          };
    case 'opened':
      return { opened: true };
    case 'accepted':
      return {
        accepted: true,
        opened: true,
        stage: state.countedTouches.length > 0 || state.reached ? 'working' : 'awaiting-first-contact',
      };
    case 'declined':
    case 'noted':
    case 'returned':
    case 'unreachable':
    case 'outcome-recorded':
      return {};
    case 'touched':
      return {
        stage: 'working',
        reached: state.reached || step.reached,
        countedTouches: step.countedAs
          ? [...state.countedTouches, { at, channel: step.channel }]
          : state.countedTouches,
      };
    case 'promise-reminded': {
      const promises = state.promises.map((running) =>
        isSamePromise(running, step)
          ? { ...running, reminders: running.reminders.filter((reminder) => reminder.share > step.share) }
          : running,
      );
      return { promises };
    }
    case 'promise-broken':
      return {
        promises: state.promises.map((running) =>
          isSamePromise(running, step) ? { ...running, broken: true, reminders: [] } : running,
        ),
        brokenPromises: state.brokenPromises.includes(step.promise)
          ? state.brokenPromises
          : [...state.brokenPromises, step.promise],
      };
    case 'promise-kept':
    case 'promise-released':
      return { promises: without(state.promises, step) };
    case 'ticket-opened':
      return { tickets: [...state.tickets.filter((ticket) => ticket !== step.ticket), step.ticket] };
    case 'ticket-closed':
      return { tickets: state.tickets.filter((ticket) => ticket !== step.ticket) };
    case 'qualified':
      return {
        qualifyingQuestions: step.answers.some(({ evidence }) => evidence.kind !== 'note') ? 'proven' : 'claimed',
      };
    case 'ended':
      return { stage: 'ended', ending: step.ending, promises: [] };
  }
}

function leavingOut(
  state: HandoffState,
  previousOwnerId: string | undefined,
  why: 'transfer' | 'declined' | 'not-accepted' | 'not-contacted' | 'reassigned',
): Pick<HandoffState, 'leftOut'> {
  if (!previousOwnerId) return { leftOut: state.leftOut };
  const reason = why === 'declined' ? 'declined' : why === 'reassigned' ? 'previous-owner' : 'promise-broken';
  return {
    leftOut: [
      ...state.leftOut.filter(({ personId }) => personId !== previousOwnerId),
      { personId: previousOwnerId, why: reason },
    ],
  };
}
