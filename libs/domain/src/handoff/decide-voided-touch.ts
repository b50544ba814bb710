import { startUrgentPromises } from './assignment.ts';
import { fulfilsNextStep, isOwnedBySales } from './contact-promises.ts';
import type { Draft } from './draft.ts';
import { keepPromise, reopenPromise } from './promise-clocks.ts';
import type { Actor } from './record.ts';
import { areEnoughTouches, isUrgent, startedBeforeOverturn } from './state.ts';
import type { HandoffState, RunningPromise, Touch } from './state.ts';

export function voidTouch(draft: Draft, touchVersion: number, actor: Actor, at: string): void {
  const { touches } = draft.state;
  const voided = touches.find(({ version }) => version === touchVersion);
  draft.add(at, actor, { type: 'touch-voided', touchVersion, reason: 'mistaken' });
  if (!voided) return;
  for (const running of voided.keptPromises.filter(({ promise }) => promise !== 'touches'))
    reopenKeptPromise(draft, running, voided, at);
  if (voided.counts || voided.reached) recountTouches(draft, touches, voided, at);
}

/**
 * Several touches together keep the `touches` promise, and the last of them remembers how it ran. If too few of them
 * remain, the promise continues until the touch that now makes them enough. A lead that replied on its own needs none.
 */
function recountTouches(draft: Draft, before: readonly Touch[], voided: Touch, at: string): void {
  const { touches, leadReplied } = draft.state;
  const keeper = before.findLast(({ keptPromises }) => keptPromises.some(({ promise }) => promise === 'touches'));
  const keptRun = keeper?.keptPromises.find(({ promise }) => promise === 'touches');
  if (!keeper || !keptRun || keeper.version < voided.version) return;
  if (leadReplied || draft.runningPromise('touches', 'lead')) return;
  const sufficientTouch = touches.find((_, index) => areEnoughTouches(touches.slice(0, index + 1), draft.state));
  if (sufficientTouch && sufficientTouch.version <= keeper.version) return;
  reopenPromise(draft, restartedAfterOverturn(keptRun, sufficientTouch, draft.state), at);
  if (sufficientTouch) keepPromise(draft, 'touches', 'lead', sufficientTouch.at);
}

/** If there were too few touches before a return was overturned, they have been owed again since then. */
function restartedAfterOverturn(
  running: RunningPromise,
  sufficientTouch: Touch | undefined,
  state: HandoffState,
): RunningPromise {
  const { overturnedAt, conversationWindowEndsAt, ownerId } = state;
  if (overturnedAt === undefined || conversationWindowEndsAt === undefined || !startedBeforeOverturn(running, state))
    return running;
  if (sufficientTouch && Date.parse(sufficientTouch.at) < Date.parse(overturnedAt)) return running;
  return { ...running, from: overturnedAt, dueAt: conversationWindowEndsAt, ...(ownerId && { ownerId }) };
}

/** Continues a promise that the voided touch had kept, until the touch that actually kept it. */
function reopenKeptPromise(draft: Draft, running: RunningPromise, voided: Touch, at: string): void {
  const { promise, clock, ownerId } = running;
  const newerRun = draft.runningPromise(promise, clock);
  // A newer run asks for the same and continues, unless the voided touch itself started it.
  if (newerRun && (newerRun.broken || newerRun.from !== voided.at)) return;
  const keepingTouch = nextKeepingTouch(voided, running, draft.state);
  if (clock === 'lead' || ownerId === draft.state.ownerId) {
    reopenPromise(draft, running, at);
    if (keepingTouch) keepPromise(draft, promise, clock, keepingTouch.at);
  } else if (!keepingTouch && isUrgent(promise, draft.state) && isOwnedBySales(draft.state)) {
    // The promise counted as kept when the lead changed hands, so the new owner did not inherit it then.
    startUrgentPromises(draft, [promise], at);
  }
}

/** Earlier touches need no check: if one of them had kept the promise, it would no longer have been running at the voided touch. */
const nextKeepingTouch = ({ version }: Touch, { promise, from }: RunningPromise, { touches }: HandoffState) =>
  touches.find(
    (touch) => touch.version > version && (promise !== 'next-step' || fulfilsNextStep(from, touch.reached, touch.at)),
  );
