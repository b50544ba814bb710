import type { PromiseName } from '../agreement/agreement.ts';
import {
  isKeptByTouch,
  startedBeforeOverturn,
  isSamePromise,
  needsCloser,
  urgentPromises,
  assignmentReason,
} from './state.ts';
import type { Breach, HandoffState, Ownership, RunningPromise } from './state.ts';
import { BATON } from './steps.ts';
import type { Actor, HandoffStep, PromiseReference, QualifyingAnswer, RecordedStep } from './steps.ts';

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
    return { ...current, ...stepChanges(current, recorded.step, recorded), version: recorded.version };
  }, state);
}

type StepOrigin = Pick<RecordedStep, 'at' | 'actor'>;

/** What one step changes. */
function stepChanges(state: HandoffState, step: HandoffStep, { at, actor }: StepOrigin): Partial<HandoffState> {
  switch (step.type) {
    case 'started':
      return {
        touchLimits: { minimumDays: state.touchLimits.minimumDays, ...step.touchLimits },
        reachableBy: step.lead.reachableBy,
        signalIds: step.lead.signals.map(({ signalId }) => signalId),
        askedCriteria: step.askedCriteria,
      };
    case 'imported':
      return { stage: 'ended', ending: 'imported', reachableBy: step.lead.reachableBy };
    case 'promise-started':
      return promiseStarted(state, step, at);
    case 'promise-rescheduled':
      return promiseMoved(state, step);
    case 'transferred':
      return { transferredAt: at };
    case 'assigned':
      return assigned(state, step, { at, actor });
    case 'nobody-eligible':
      return nobodyEligible(state, step, { at, actor });
    case 'opened':
      return { opened: true };
    case 'accepted':
      return {
        accepted: true,
        opened: true,
        ...(state.stage !== 'sql' && { stage: state.touches.length > 0 ? 'working' : 'awaiting-first-contact' }),
      };
    case 'touched':
      return {
        // Until whoever owns it has accepted, it is a touch of an earlier owner, shown only now.
        ...(state.accepted && state.stage !== 'sql' && { stage: 'working' }),
        touches: [
          ...state.touches,
          {
            version: state.version + 1,
            at,
            day: step.day ?? at.slice(0, 10),
            channel: step.channel,
            outcome: step.outcome,
            counts: step.countedTouchNumber !== undefined,
            reached: step.reached,
            keptPromises: [],
            ...(step.referenced && step.madeAt && { madeAt: step.madeAt }),
          },
        ],
      };
    case 'touch-voided':
      return touchVoided(state, step);
    case 'signal-added':
      return { signalIds: [...state.signalIds, step.signalId], ...urgentWhilePending(state, 'first-contact') };
    case 'lead-replied':
      return { leadReplied: true, leadRepliedAt: at, ...urgentWhilePending(state, 'reply-to-lead') };
    case 'next-step-agreed':
      return { nextStepAt: step.nextStepAt };
    case 'promise-reminder-due':
      return withChangedPromise(state, step, ({ reminders }) => ({
        reminders: reminders.filter((reminder) => Date.parse(reminder.at) > Date.parse(at)),
      }));
    case 'promise-broken':
      return {
        ...withChangedPromise(state, step, () => ({
          broken: true,
          reminders: [],
          escalations: step.escalations ?? [],
        })),
        brokenPromises: state.brokenPromises.includes(step.promise)
          ? state.brokenPromises
          : [...state.brokenPromises, step.promise],
        breaches: withBreach(state, step),
      };
    case 'breach-corrected':
      return { breaches: state.breaches.filter((breach) => !isOfBreach(breach, step)) };
    case 'escalated':
      return withChangedPromise(state, step, ({ escalations }) => ({
        escalations: escalations.filter((escalation) => Date.parse(escalation.at) > Date.parse(at)),
      }));
    case 'promise-kept':
      return { ...promiseKept(state, step, at), promises: withoutPromise(state.promises, step) };
    case 'promise-released':
      return { promises: withoutPromise(state.promises, step) };
    case 'ticket-opened':
      return { tickets: [...state.tickets.filter((ticket) => ticket !== step.ticket), step.ticket] };
    case 'ticket-closed':
      return { tickets: state.tickets.filter((ticket) => ticket !== step.ticket) };
    case 'questions-answered':
      return { answers: latestAnswers(state.answers, step.answers) };
    case 'qualified':
      return {
        answers: latestAnswers(state.answers, step.answers),
        sqlAt: at,
      };
    case 'returned':
      return {
        answers: latestAnswers(state.answers, step.answers ?? []),
        stage: 'returned',
      };
    case 'return-contested':
      return { stage: 'contested' };
    case 'ended':
      return { stage: 'ended', ending: step.ending, promises: [] };
    case 'declined':
    case 'note-added':
    case 'contact-corrected':
    case 'opted-out':
    case 'return-held':
    case 'return-accepted':
    case 'dispute-decided':
    case 'sql-withdrawn':
    case 'unreachable':
    case 'outcome-recorded':
      return {};
  }
}

type StepOf<Type extends HandoffStep['type']> = HandoffStep & { type: Type };

const withoutPromise = (promises: RunningPromise[], gone: PromiseReference): RunningPromise[] =>
  promises.filter((running) => !isSamePromise(running, gone));

const withChangedPromise = (
  state: HandoffState,
  reference: PromiseReference,
  change: (running: RunningPromise) => Partial<RunningPromise>,
): Pick<HandoffState, 'promises'> => ({
  promises: state.promises.map((running) =>
    isSamePromise(running, reference) ? { ...running, ...change(running) } : running,
  ),
});

function remindersOf(from: string, dueAt: string, remindAt: readonly string[]): RunningPromise['reminders'] {
  const begin = Date.parse(from);
  const span = Date.parse(dueAt) - begin;
  return remindAt.map((moment) => ({
    share: span > 0 ? Math.round(((Date.parse(moment) - begin) / span) * 100) / 100 : 1,
    at: moment,
  }));
}

function promiseStarted(state: HandoffState, step: StepOf<'promise-started'>, at: string): Partial<HandoffState> {
  const { promise, clock, dueAt, remindAt, ownerId, startsAt: from = at } = step;
  const running: RunningPromise = {
    promise,
    clock,
    from,
    dueAt,
    reminders: remindersOf(from, dueAt, remindAt),
    broken: false,
    escalations: [],
    ...(ownerId && { ownerId }),
  };
  return {
    promises: [...withoutPromise(state.promises, step), running],
    ...(promise === 'touches' && !startedBeforeOverturn(running, state) && { conversationWindowEndsAt: dueAt }),
  };
}

function promiseMoved(state: HandoffState, step: StepOf<'promise-rescheduled'>): Partial<HandoffState> {
  const { dueAt, remindAt } = step;
  return {
    ...withChangedPromise(state, step, ({ from }) => ({ dueAt, reminders: remindersOf(from, dueAt, remindAt) })),
    ...(step.promise === 'touches' && { conversationWindowEndsAt: dueAt }),
  };
}

const isOfBreach = (breach: Breach, step: StepOf<'promise-broken' | 'breach-corrected'>): boolean =>
  isSamePromise(breach, step) &&
  breach.dueAt === step.dueAt &&
  (step.clock === 'lead' || breach.ownerId === step.ownerId);

function withBreach(state: HandoffState, step: StepOf<'promise-broken'>): Breach[] {
  const { promise, clock, dueAt, ownerId } = step;
  const { from = dueAt } = state.promises.find((running) => isSamePromise(running, step)) ?? {};
  const breach = { promise, clock, from, dueAt, ...(ownerId && { ownerId }) };
  return [...state.breaches.filter((known) => !isOfBreach(known, step)), breach];
}

function endOwnerships(ownerships: readonly Ownership[], at: string): Ownership[] {
  return ownerships.map((ownership) => (ownership.until === undefined ? { ...ownership, until: at } : ownership));
}

function assigned(state: HandoffState, step: StepOf<'assigned'>, { at, actor }: StepOrigin): Partial<HandoffState> {
  return {
    ...withExclusion(state, step, actor),
    stage: needsCloser(state) ? 'sql' : 'awaiting-acceptance',
    ownerId: step.ownerId,
    ownerships: [...endOwnerships(state.ownerships, at), { ownerId: step.ownerId, from: at }],
    teamId: step.teamId,
    opened: false,
    accepted: false,
    ...(step.returnWindows && { returnWindows: step.returnWindows }),
    ...(step.conversationWindowEndsAt && { conversationWindowEndsAt: step.conversationWindowEndsAt, overturnedAt: at }),
  };
}

function nobodyEligible(
  state: HandoffState,
  step: StepOf<'nobody-eligible'>,
  { at, actor }: StepOrigin,
): Partial<HandoffState> {
  const { nextEligibleAt: next } = step.routing;
  const isInFuture = next !== undefined && Date.parse(next) > Date.parse(at);
  const waiting = {
    reason: assignmentReason(state, step.reason),
    urgentPromises: urgentPromises(state),
    ...(isInFuture && { retryRoutingAt: next }),
  };
  if (step.ownerStays) return { pendingAssignment: waiting };
  return {
    ...withExclusion(state, step, actor),
    stage: 'queued',
    ownerId: null,
    ownerships: endOwnerships(state.ownerships, at),
    teamId: step.routing.teamId,
    opened: false,
    accepted: false,
    pendingAssignment: waiting,
  };
}

/** What comes up while nobody has the lead, whoever gets it owes at once. */
function urgentWhilePending(
  { stage, pendingAssignment: waiting }: HandoffState,
  promise: PromiseName,
): Partial<HandoffState> {
  if (stage !== 'queued' || !waiting) return {};
  return {
    pendingAssignment: { ...waiting, urgentPromises: [...new Set([...(waiting.urgentPromises ?? []), promise])] },
  };
}

/** Whoever was merely away can have the lead again. */
function withExclusion(
  state: HandoffState,
  { previousOwnerId, reason: assignedFor }: StepOf<'assigned' | 'nobody-eligible'>,
  actor: Actor,
): Pick<HandoffState, 'exclusions'> {
  const isAbsenceHandover = assignedFor === 'reassigned' && actor.id === BATON;
  if (!previousOwnerId || assignedFor === 'sql' || isAbsenceHandover) return { exclusions: state.exclusions };
  const broke = assignedFor === 'not-accepted' || assignedFor === 'not-contacted';
  const reason = assignedFor === 'declined' ? 'declined' : broke ? 'promise-broken' : 'previous-owner';
  return {
    exclusions: [
      ...state.exclusions.filter(({ personId }) => personId !== previousOwnerId),
      { personId: previousOwnerId, reason },
    ],
  };
}

/** The touch that kept a promise remembers how it ran, in case the touch turns out to be a mistake. */
function promiseKept(state: HandoffState, step: StepOf<'promise-kept'>, at: string): Partial<HandoffState> {
  const running = state.promises.find((each) => isSamePromise(each, step));
  const keeper = isKeptByTouch(step.promise) ? state.touches.findLast((touch) => touch.at === at) : undefined;
  if (!running || !keeper || keeper.keptPromises.some((other) => isSamePromise(other, step))) return {};
  const remembering = { ...keeper, keptPromises: [...keeper.keptPromises, running] };
  return { touches: state.touches.map((touch) => (touch === keeper ? remembering : touch)) };
}

function touchVoided(state: HandoffState, { touchVersion, reason }: StepOf<'touch-voided'>): Partial<HandoffState> {
  const touches = state.touches.filter(({ version }) => version !== touchVersion);
  const untouched = touches.length === 0 && reason === 'mistaken' && state.stage === 'working';
  return { touches, ...(untouched && { stage: 'awaiting-first-contact' as const }) };
}

function latestAnswers(known: readonly QualifyingAnswer[], given: readonly QualifyingAnswer[]): QualifyingAnswer[] {
  const replaced = new Set(given.map(({ question }) => question));
  return [...known.filter(({ question }) => !replaced.has(question)), ...given];
}
