import type { Draft } from './draft.ts';
import { keepPromise } from './promise-clocks.ts';
import type { Actor } from './record.ts';

/** Opening keeps no promise. If acceptance is overdue, a `not-accepted` ticket replaces the `not-opened` one. */
export function open(draft: Draft, actor: Actor, at: string): void {
  if (draft.state.opened) return;
  draft.add(at, actor, { type: 'opened' });
  draft.closeTickets(at, 'not-opened');
  if (draft.runningPromise('acceptance', 'owner')?.broken) draft.openTicket('not-accepted', at);
}

export function accept(draft: Draft, actor: Actor, at: string, impliedByTouch: boolean): void {
  draft.add(at, actor, { type: 'accepted', impliedByTouch });
  keepPromise(draft, 'acceptance', 'owner', at);
  draft.closeTickets(at, 'not-opened', 'not-accepted');
}
