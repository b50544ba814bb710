import type { PromiseName } from '../agreement/agreement.ts';
import {
  isProof,
  type Clock,
  type Ending,
  type HandoffStep,
  type PromiseReference,
  type QualifyingAnswer,
  type RecordedStep,
  type TicketKind,
} from './steps.ts';

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
  /** In the agreement's zone, `YYYY-MM-DD`. */
  day: string;
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
  touchLimits: { minimum: number; maximum: number; days: number };
  reachableBy: string[];
  asked: string[];
  qualifyingQuestions: 'proven' | 'claimed' | 'none';
  reached: boolean;
  ending?: Ending;
}

const DAYS_BY_DEFAULT = 2;

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
    touchLimits: { minimum: 5, maximum: 7, days: DAYS_BY_DEFAULT },
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

/** Who owes a promise: its owner; on the lead's clock, which outlives owners, whoever owns the lead now. The transfer is marketing's. */
export function owing({ promise, clock, ownerId }: RunningPromise, state: HandoffState): string | undefined {
  if (promise === 'transfer') return undefined;
  return clock === 'owner' ? ownerId : (state.ownerId ?? undefined);
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
      return {
        touchLimits: { days: DAYS_BY_DEFAULT, ...step.touches },
        reachableBy: step.lead.reachableBy,
        asked: step.asked,
      };
    case 'imported':
      return { stage: 'ended', ending: 'imported', reachableBy: step.lead.reachableBy };
    case 'promise-started': {
      const { promise, clock, dueAt, remindAt, ownerId } = step;
      const from = Date.parse(at);
      const span = Date.parse(dueAt) - from;
      const reminders = remindAt.map((moment) => ({
        share: span > 0 ? Math.round(((Date.parse(moment) - from) / span) * 100) / 100 : 1,
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
          ? [...state.countedTouches, { at, day: step.day ?? at.slice(0, 10), channel: step.channel }]
          : state.countedTouches,
      };
    case 'promise-reminded': {
      const promises = state.promises.map((running) =>
        isSamePromise(running, step)
          ? { ...running, reminders: running.reminders.filter((reminder) => Date.parse(reminder.at) > Date.parse(at)) }
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
      return { qualifyingQuestions: qualificationBy(step.answers) ?? 'none' };
    case 'ended':
      return { stage: 'ended', ending: step.ending, promises: [] };
  }
}

/** One answer with a machine's trace proves that the questions were asked; without any answer nobody says so. */
export function qualificationBy(answers: readonly QualifyingAnswer[]): 'proven' | 'claimed' | undefined {
  if (answers.length === 0) return undefined;
  return answers.some(({ evidence }) => isProof(evidence)) ? 'proven' : 'claimed';
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
