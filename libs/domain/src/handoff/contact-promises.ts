import { latest } from '../time/moment.ts';
import type { Draft } from './draft.ts';
import { keepPromise, startPromise } from './promise-clocks.ts';
import { hasEnoughTouches } from './state.ts';
import type { HandoffState } from './state.ts';

export const isOwnedBySales = ({ ownerId, stage }: HandoffState): boolean =>
  ownerId !== null && stage !== 'returned' && stage !== 'contested';

/** Only a conversation fulfils a next step before its time; an attempt does not replace the agreed call. */
export const fulfilsNextStep = (nextStepAt: string, reached: boolean, at: string): boolean =>
  reached || Date.parse(at) >= Date.parse(nextStepAt);

export function keepTouchesPromise(draft: Draft, at: string): void {
  if (!hasEnoughTouches(draft.state)) return;
  keepPromise(draft, 'touches', 'lead', at);
  draft.closeTickets(at, 'too-few-touches');
}

/** The next activity is due from the last contact, but not before an agreed next step. */
export function restartActivityPromise(draft: Draft, at: string): void {
  if (draft.state.stage !== 'working') return;
  keepPromise(draft, 'activity', 'owner', at);
  draft.closeTickets(at, 'no-activity');
  const nextStepFrom = draft.runningPromise('next-step', 'owner')?.from;
  startPromise(draft, 'activity', 'owner', at, latest(at, nextStepFrom));
}
