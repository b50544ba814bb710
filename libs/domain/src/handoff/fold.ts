import type { PromiseName } from '../agreement/agreement.ts';
import { isKeptByTouch, isOfPassageBefore, isSamePromise, needsCloser, urgentPromises, waitingFor } from './state.ts';
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
    return { ...current, ...after(current, recorded.step, recorded), version: recorded.version };
  }, state);
}

type TakenBy = Pick<RecordedStep, 'at' | 'actor'>;

/** What one step changes. */
function after(state: HandoffState, step: HandoffStep, { at, actor }: TakenBy): Partial<HandoffState> {
  switch (step.type) {
    case 'started':
      return {
        touchLimits: { days: state.touchLimits.days, ...step.touches },
        reachableBy: step.lead.reachableBy,
        signalIds: step.lead.signals.map(({ signalId }) => signalId),
        asked: step.asked,
      };
    case 'imported':
      return { stage: 'ended', ending: 'imported', reachableBy: step.lead.reachableBy };
    case 'promise-started':
      return started(state, step, at);
    case 'promise-moved':
      return moved(state, step);
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
            ...{ version: state.version + 1, at, day: step.day ?? at.slice(0, 10), channel: step.channel },
            ...{ outcome: step.outcome, counts: step.countedAs !== undefined, reached: step.reached, kept: [] },
            ...(step.proven && step.happenedAt && { madeAt: step.happenedAt }),
          },
        ],
      };
    case 'touch-voided':
      return touchVoided(state, step);
    case 'signal-added':
      return { signalIds: [...state.signalIds, step.signalId], ...urgentWhileWaiting(state, 'first-contact') };
    case 'lead-answered':
      return { leadAnswered: true, leadAnsweredAt: at, ...urgentWhileWaiting(state, 'answer') };
    case 'next-step-agreed':
      return { nextStepAt: step.moment };
    case 'promise-reminded':
      return changed(state, step, ({ reminders }) => ({
        reminders: reminders.filter((reminder) => Date.parse(reminder.at) > Date.parse(at)),
      }));
    case 'promise-broken':
      return {
        ...changed(state, step, () => ({ broken: true, reminders: [], escalations: step.escalations ?? [] })),
        brokenPromises: state.brokenPromises.includes(step.promise)
          ? state.brokenPromises
          : [...state.brokenPromises, step.promise],
        breaches: broken(state, step),
      };
    case 'breach-corrected':
      return { breaches: state.breaches.filter((breach) => !isOfBreach(breach, step)) };
    case 'escalated':
      return changed(state, step, ({ escalations }) => ({
        escalations: escalations.filter((escalation) => Date.parse(escalation.at) > Date.parse(at)),
      }));
    case 'promise-kept':
      return { ...kept(state, step, at), promises: without(state.promises, step) };
    case 'promise-released':
      return { promises: without(state.promises, step) };
    case 'ticket-opened':
      return { tickets: [...state.tickets.filter((ticket) => ticket !== step.ticket), step.ticket] };
    case 'ticket-closed':
      return { tickets: state.tickets.filter((ticket) => ticket !== step.ticket) };
    case 'questions-answered':
      return { answers: newest(state.answers, step.answers) };
    case 'qualified':
      return {
        answers: newest(state.answers, step.answers),
        sqlAt: at,
      };
    case 'returned':
      return {
        answers: newest(state.answers, step.answers ?? []),
        stage: 'returned',
      };
    case 'return-contested':
      return { stage: 'contested' };
    case 'ended':
      return { stage: 'ended', ending: step.ending, promises: [] };
    case 'declined':
    case 'noted':
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

const without = (promises: RunningPromise[], gone: PromiseReference): RunningPromise[] =>
  promises.filter((running) => !isSamePromise(running, gone));

const changed = (
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

function started(state: HandoffState, step: StepOf<'promise-started'>, at: string): Partial<HandoffState> {
  const { promise, clock, dueAt, remindAt, ownerId, from = at } = step;
  const running: RunningPromise = {
    ...{ promise, clock, from, dueAt, reminders: remindersOf(from, dueAt, remindAt), broken: false, escalations: [] },
    ...(ownerId && { ownerId }),
  };
  return {
    promises: [...without(state.promises, step), running],
    ...(promise === 'touches' && !isOfPassageBefore(running, state) && { conversationUntil: dueAt }),
  };
}

function moved(state: HandoffState, step: StepOf<'promise-moved'>): Partial<HandoffState> {
  const { dueAt, remindAt } = step;
  return {
    ...changed(state, step, ({ from }) => ({ dueAt, reminders: remindersOf(from, dueAt, remindAt) })),
    ...(step.promise === 'touches' && { conversationUntil: dueAt }),
  };
}

const isOfBreach = (breach: Breach, step: StepOf<'promise-broken' | 'breach-corrected'>): boolean =>
  isSamePromise(breach, step) &&
  breach.dueAt === step.dueAt &&
  (step.clock === 'lead' || breach.ownerId === step.ownerId);

function broken(state: HandoffState, step: StepOf<'promise-broken'>): Breach[] {
  const { promise, clock, dueAt, ownerId } = step;
  const { from = dueAt } = state.promises.find((running) => isSamePromise(running, step)) ?? {};
  const breach = { promise, clock, from, dueAt, ...(ownerId && { ownerId }) };
  return [...state.breaches.filter((known) => !isOfBreach(known, step)), breach];
}

function closed(ownerships: readonly Ownership[], at: string): Ownership[] {
  return ownerships.map((ownership) => (ownership.until === undefined ? { ...ownership, until: at } : ownership));
}

function assigned(state: HandoffState, step: StepOf<'assigned'>, { at, actor }: TakenBy): Partial<HandoffState> {
  return {
    ...leavingOut(state, step, actor),
    stage: needsCloser(state) ? 'sql' : 'awaiting-acceptance',
    ownerId: step.ownerId,
    ownerships: [...closed(state.ownerships, at), { ownerId: step.ownerId, from: at }],
    teamId: step.teamId,
    opened: false,
    accepted: false,
    ...(step.returnUntil && { returnUntil: step.returnUntil }),
    ...(step.conversationUntil && { conversationUntil: step.conversationUntil, overturnedAt: at }),
  };
}

function nobodyEligible(
  state: HandoffState,
  step: StepOf<'nobody-eligible'>,
  { at, actor }: TakenBy,
): Partial<HandoffState> {
  const { nextEligibleAt: next } = step.routing;
  const isAhead = next !== undefined && Date.parse(next) > Date.parse(at);
  const waiting = {
    why: waitingFor(state, step.why),
    urgent: urgentPromises(state),
    ...(isAhead && { lookAgainAt: next }),
  };
  if (step.ownerStays) return { waiting };
  return {
    ...leavingOut(state, step, actor),
    stage: 'nobody-eligible',
    ownerId: null,
    ownerships: closed(state.ownerships, at),
    teamId: step.routing.teamId,
    opened: false,
    accepted: false,
    waiting,
  };
}

/** What comes up while nobody has the lead, whoever gets it owes at once. */
function urgentWhileWaiting({ stage, waiting }: HandoffState, promise: PromiseName): Partial<HandoffState> {
  if (stage !== 'nobody-eligible' || !waiting) return {};
  return { waiting: { ...waiting, urgent: [...new Set([...(waiting.urgent ?? []), promise])] } };
}

/** Whoever was merely away can have the lead again. */
function leavingOut(
  state: HandoffState,
  { previousOwnerId, why }: StepOf<'assigned' | 'nobody-eligible'>,
  actor: Actor,
): Pick<HandoffState, 'leftOut'> {
  const isHandedOn = why === 'reassigned' && actor.id === BATON;
  if (!previousOwnerId || why === 'sql' || isHandedOn) return { leftOut: state.leftOut };
  const broke = why === 'not-accepted' || why === 'not-contacted';
  const reason = why === 'declined' ? 'declined' : broke ? 'promise-broken' : 'previous-owner';
  return {
    leftOut: [
      ...state.leftOut.filter(({ personId }) => personId !== previousOwnerId),
      { personId: previousOwnerId, why: reason },
    ],
  };
}

/** The touch that kept a promise remembers how it ran, in case the touch turns out to be a mistake. */
function kept(state: HandoffState, step: StepOf<'promise-kept'>, at: string): Partial<HandoffState> {
  const running = state.promises.find((each) => isSamePromise(each, step));
  const keeper = isKeptByTouch(step.promise) ? state.touches.findLast((touch) => touch.at === at) : undefined;
  if (!running || !keeper || keeper.kept.some((other) => isSamePromise(other, step))) return {};
  const remembering = { ...keeper, kept: [...keeper.kept, running] };
  return { touches: state.touches.map((touch) => (touch === keeper ? remembering : touch)) };
}

function touchVoided(state: HandoffState, { touchVersion, why }: StepOf<'touch-voided'>): Partial<HandoffState> {
  const touches = state.touches.filter(({ version }) => version !== touchVersion);
  const untouched = touches.length === 0 && why === 'mistaken' && state.stage === 'working';
  return { touches, ...(untouched && { stage: 'awaiting-first-contact' as const }) };
}

function newest(known: readonly QualifyingAnswer[], given: readonly QualifyingAnswer[]): QualifyingAnswer[] {
  const replaced = new Set(given.map(({ question }) => question));
  return [...known.filter(({ question }) => !replaced.has(question)), ...given];
}
