import { isKeptByTouch, isSamePromise } from './promises.ts';
import type { PromiseReference } from './promises.ts';
import { startedBeforeOverturn } from './state.ts';
import type { Breach, HandoffState, RunningPromise } from './state.ts';
import type { StepOf } from './steps.ts';

export const withoutPromise = (promises: RunningPromise[], removed: PromiseReference): RunningPromise[] =>
  promises.filter((running) => !isSamePromise(running, removed));

export const withChangedPromise = (
  state: HandoffState,
  reference: PromiseReference,
  change: (running: RunningPromise) => Partial<RunningPromise>,
): Pick<HandoffState, 'promises'> => ({
  promises: state.promises.map((running) =>
    isSamePromise(running, reference) ? { ...running, ...change(running) } : running,
  ),
});

const remindersOf = (remindAt: readonly string[]): RunningPromise['reminders'] => remindAt.map((at) => ({ at }));

export function promiseStarted(
  state: HandoffState,
  step: StepOf<'promise-started'>,
  at: string,
): Partial<HandoffState> {
  const { promise, clock, dueAt, remindAt, ownerId, startsAt: from = at } = step;
  const running: RunningPromise = {
    promise,
    clock,
    from,
    dueAt,
    reminders: remindersOf(remindAt),
    broken: false,
    escalations: [],
    ...(ownerId && { ownerId }),
  };
  return {
    promises: [...withoutPromise(state.promises, step), running],
    ...(promise === 'touches' && !startedBeforeOverturn(running, state) && { conversationWindowEndsAt: dueAt }),
  };
}

export function promiseRescheduled(state: HandoffState, step: StepOf<'promise-rescheduled'>): Partial<HandoffState> {
  const { dueAt, remindAt } = step;
  return {
    ...withChangedPromise(state, step, () => ({ dueAt, reminders: remindersOf(remindAt) })),
    ...(step.promise === 'touches' && { conversationWindowEndsAt: dueAt }),
  };
}

export function promiseBroken(state: HandoffState, step: StepOf<'promise-broken'>): Partial<HandoffState> {
  const { promise, clock, dueAt, ownerId, escalations = [] } = step;
  const { from = dueAt } = state.promises.find((running) => isSamePromise(running, step)) ?? {};
  const breach: Breach = { promise, clock, from, dueAt, ...(ownerId && { ownerId }) };
  return {
    ...withChangedPromise(state, step, () => ({ broken: true, reminders: [], escalations })),
    brokenPromises: [...new Set([...state.brokenPromises, promise])],
    breaches: [...withoutBreach(state, step).breaches, breach],
  };
}

export const withoutBreach = (
  { breaches }: HandoffState,
  step: StepOf<'promise-broken' | 'breach-corrected'>,
): Pick<HandoffState, 'breaches'> => ({ breaches: breaches.filter((breach) => !isBreachOf(breach, step)) });

const isBreachOf = (breach: Breach, step: StepOf<'promise-broken' | 'breach-corrected'>): boolean =>
  isSamePromise(breach, step) &&
  breach.dueAt === step.dueAt &&
  (step.clock === 'lead' || breach.ownerId === step.ownerId);

/** Stores a kept promise with the touch that kept it, so that voiding the touch can reopen the promise. */
export function promiseKept(state: HandoffState, step: StepOf<'promise-kept'>, at: string): Partial<HandoffState> {
  const promises = withoutPromise(state.promises, step);
  const running = state.promises.find((each) => isSamePromise(each, step));
  const keeper = isKeptByTouch(step.promise) ? state.touches.findLast((touch) => touch.at === at) : undefined;
  if (!running || !keeper || keeper.keptPromises.some((kept) => isSamePromise(kept, step))) return { promises };
  const updatedKeeper = { ...keeper, keptPromises: [...keeper.keptPromises, running] };
  return { promises, touches: state.touches.map((touch) => (touch === keeper ? updatedKeeper : touch)) };
}
