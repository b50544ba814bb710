import { isDirectSignal } from '../lead/lead.ts';
import type { Signal } from '../lead/lead.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import type { RecordedAnswer } from './evidence.ts';
import { assigned, queued, urgentWhileQueued } from './fold-ownership.ts';
import {
  promiseBroken,
  promiseKept,
  promiseRescheduled,
  promiseStarted,
  withChangedPromise,
  withoutBreach,
  withoutPromise,
} from './fold-promises.ts';
import type { RecordedStep } from './record.ts';
import { wasTouchedByOwner } from './state.ts';
import type { HandoffState, Touch } from './state.ts';
import type { HandoffStep, StepOf } from './steps.ts';
import { spacedTouches } from './touches.ts';

/**
 * Applies each step of the record once, by version. Steps that the state already contains are skipped.
 * @throws RangeError when a version is missing between the state and the steps.
 */
export function applySteps(state: HandoffState, steps: readonly RecordedStep[]): HandoffState {
  return steps.reduce((current, recorded) => {
    if (recorded.version <= current.version) return current;
    if (recorded.version !== current.version + 1) {
      throw new RangeError(
        `Handoff ${current.handoffId}: expected step ${current.version + 1}, got ${recorded.version}. ` +
          `Read the record from version ${current.version}.`,
      );
    }
    const lastStepAt = latest(recorded.at, current.lastStepAt);
    return { ...current, ...stepChanges(current, recorded.step, recorded), version: recorded.version, lastStepAt };
  }, state);
}

function stepChanges(
  state: HandoffState,
  step: HandoffStep,
  { at, actor }: Pick<RecordedStep, 'at' | 'actor'>,
): Partial<HandoffState> {
  switch (step.type) {
    case 'started':
      return {
        requestedAt: step.signalReceivedAt,
        touchLimits: step.touchLimits,
        reachableBy: step.lead.reachableBy,
        signalIds: step.lead.signals.map(({ signalId }) => signalId),
        ...lastDirectSignal(step.lead.signals),
        askedCriteria: step.askedCriteria,
      };
    case 'imported':
      return { stage: 'ended', ending: 'imported', reachableBy: step.lead.reachableBy };
    case 'promise-started':
      return promiseStarted(state, step, at);
    case 'promise-rescheduled':
      return promiseRescheduled(state, step);
    case 'transferred':
      return { transferredAt: at, teamId: step.teamId, pool: step.pool };
    case 'assigned':
      return assigned(state, step, at, actor);
    case 'queued':
      return queued(state, step, at, actor);
    case 'rerouted':
      return { namedTeamId: step.teamId, teamId: step.teamId, exclusions: [] };
    case 'owner-checked':
      return { ownerCheckAt: step.checkAgainAt };
    case 'opened':
      return { opened: true };
    case 'accepted':
      return accepted(state);
    case 'touched':
      return touched(state, step, at);
    case 'touch-voided':
      return touchVoided(state, step);
    case 'signal-added':
      return signalAdded(state, step, at);
    case 'lead-replied':
      return { leadReplied: true, leadRepliedAt: at, ...urgentWhileQueued(state, 'reply-to-lead') };
    case 'engagement-added':
      return { engagements: (state.engagements ?? 0) + 1 };
    case 'next-step-agreed':
      return { nextStepAt: step.nextStepAt };
    case 'postponed':
      return { postponedUntil: step.until };
    case 'promise-reminder-due':
      return withChangedPromise(state, step, ({ reminders }) => ({ reminders: laterThan(at, reminders) }));
    case 'promise-broken':
      return promiseBroken(state, step);
    case 'breach-corrected':
      return withoutBreach(state, step);
    case 'escalated':
      return withChangedPromise(state, step, ({ escalations }) => ({ escalations: laterThan(at, escalations) }));
    case 'promise-kept':
      return promiseKept(state, step, at);
    case 'promise-released':
      return { promises: withoutPromise(state.promises, step) };
    case 'ticket-opened':
      return { tickets: [...state.tickets.filter((ticket) => ticket !== step.ticket), step.ticket] };
    case 'ticket-closed':
      return { tickets: state.tickets.filter((ticket) => ticket !== step.ticket) };
    case 'questions-answered':
      return { answers: latestAnswers(state.answers, step.answers) };
    case 'qualified':
      return { answers: latestAnswers(state.answers, step.answers), sqlAt: at };
    case 'returned':
      return {
        answers: latestAnswers(state.answers, step.answers ?? []),
        stage: 'returned',
        returnReason: step.reason,
        ownerCheckAt: undefined,
      };
    case 'sql-withdrawn':
      return { sqlAt: undefined };
    case 'return-contested':
      return { stage: 'contested' };
    case 'ended':
      return { stage: 'ended', ending: step.ending, promises: [], ownerCheckAt: undefined };
    case 'declined':
    case 'note-added':
    case 'contact-corrected':
    case 'opted-out':
    case 'return-held':
    case 'return-accepted':
    case 'dispute-decided':
    case 'unreachable':
    case 'outcome-recorded':
    case 'postponement-ended':
    case 'resumed':
      return {};
  }
}

function lastDirectSignal(signals: readonly Signal[]): Pick<HandoffState, 'lastDirectSignalAt'> {
  const receipts = signals.filter(({ kind }) => isDirectSignal(kind)).map(({ receivedAt }) => receivedAt);
  const lastDirectSignalAt = latest(undefined, ...receipts);
  return lastDirectSignalAt === undefined ? {} : { lastDirectSignalAt };
}

function signalAdded(state: HandoffState, { signalId, signal, endsPause }: StepOf<'signal-added'>, at: string) {
  return {
    signalIds: [...state.signalIds, signalId],
    ...(isDirectSignal(signal) && { lastDirectSignalAt: latest(at, state.lastDirectSignalAt) }),
    ...(isDirectSignal(signal) && urgentWhileQueued(state, 'first-contact', endsPause && 'next-step')),
    ...(endsPause && { nextStepAt: at }),
  };
}

const laterThan = <Item extends { at: string }>(moment: string, items: readonly Item[]): Item[] =>
  items.filter(({ at }) => Date.parse(at) > Date.parse(moment));

function accepted({ stage, touches }: HandoffState): Partial<HandoffState> {
  if (stage === 'sql') return { accepted: true, opened: true };
  return {
    accepted: true,
    opened: true,
    ownerCheckAt: undefined,
    stage: touches.length > 0 ? 'working' : 'awaiting-first-contact',
  };
}

function touched(state: HandoffState, step: StepOf<'touched'>, at: string): Partial<HandoffState> {
  const {
    channel,
    outcome,
    reached,
    evidence,
    conversationWindowEndsAt,
    madeAt,
    countedAt,
    day = at.slice(0, 10),
  } = step;
  const touch: Touch = {
    version: state.version + 1,
    at,
    day,
    channel,
    outcome,
    evidence: evidence.level,
    counts: false,
    reached,
    keptPromises: [],
    ...(conversationWindowEndsAt && { conversationWindowEndsAt }),
    ...(countedAt && { countedAt }),
    ...(madeAt && evidence.level !== 'claimed' && { madeAt }),
  };
  // Before the owner accepts, a touch can only be a previous owner's, reported late.
  const isWorking = state.accepted && state.stage !== 'sql';
  const touches = recounted([...state.touches, touch], state);
  return {
    ...(isWorking && { stage: 'working' }),
    ...(wasTouchedByOwner({ ...state, touches }) && { ownerCheckAt: undefined }),
    touches,
  };
}

/** A touch that is reported late or voided can change which of the others count. */
function recounted(touches: readonly Touch[], { touchLimits }: HandoffState): Touch[] {
  const spaced = spacedTouches(touches, durationMilliseconds(touchLimits.countOnceWithin));
  return touches.map((touch) => (touch.counts === spaced.has(touch) ? touch : { ...touch, counts: !touch.counts }));
}

function touchVoided(state: HandoffState, { touchVersion, reason }: StepOf<'touch-voided'>): Partial<HandoffState> {
  const touches = recounted(
    state.touches.filter(({ version }) => version !== touchVersion),
    state,
  );
  const isUntouched = touches.length === 0 && reason === 'mistaken' && state.stage === 'working';
  return { touches, ...(isUntouched && { stage: 'awaiting-first-contact' }) };
}

function latestAnswers(known: readonly RecordedAnswer[], given: readonly RecordedAnswer[]): RecordedAnswer[] {
  const replaced = new Set(given.map(({ question }) => question));
  return [...known.filter(({ question }) => !replaced.has(question)), ...given];
}
