import type { Agreement } from '../agreement/agreement.ts';
import { awaitedMembers } from '../routing/route.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import { assign } from './assignment.ts';
import type { Draft } from './draft.ts';
import type { OwnerCheckResult } from './steps.ts';

/** Decides whether the lead leaves an owner who has not accepted it by the end of their day, or not touched it in time. */
export function checkOwner(draft: Draft, at: string): void {
  if (draft.state.accepted) checkIdleOwner(draft, at);
  else checkEndOfDay(draft, at);
}

/**
 * An accepted lead moves only when its owner has touched no lead for as long as a first contact may take, and somebody
 * else has a free slot. Nobody takes it from a rep who is working through a pile.
 */
export function checkIdleOwner(draft: Draft, at: string): void {
  const { ownerId } = draft.state;
  const { agreement, routing, ownerLastTouchAt, now } = draft.context;
  const { reassign, idleAfter } = agreement.promises['first-contact'];
  if (reassign === 'never') return;
  if (keepsUntouchedLead(agreement, ownerLastTouchAt, now)) keepOwner('owner-active');
  else if (routing?.chosen === undefined) keepOwner('no-free-slot');
  else assign(draft, 'not-contacted', at);

  function keepOwner(result: OwnerCheckResult): void {
    const period = durationMilliseconds(idleAfter);
    const checkAgainAt = draft.context.time(ownerId ?? undefined).add('working', latest(at, now), period);
    draft.addByClock(at, { type: 'owner-checked', result, checkAgainAt });
  }
}

/** Whether an owner who accepted the lead keeps it after a missed first contact, even if somebody else is free. */
export function keepsUntouchedLead(
  { promises }: Agreement,
  ownerLastTouchAt: string | undefined,
  now: string,
): boolean {
  const { reassign, idleAfter } = promises['first-contact'];
  switch (reassign) {
    case 'always':
      return false;
    case 'never':
      return true;
    case 'when-idle':
      return (
        ownerLastTouchAt !== undefined &&
        Date.parse(now) - Date.parse(ownerLastTouchAt) < durationMilliseconds(idleAfter)
      );
  }
}

/** Without a breach: the lead returns to the queue if another member of the pool works before its owner does. */
function checkEndOfDay(draft: Draft, at: string): void {
  const { ownerId } = draft.state;
  const { routing } = draft.context;
  if (routing?.basis !== 'agreement' || ownerId === null) return;
  const startOf = (personId: string): number =>
    Date.parse(routing.pool.find((member) => member.personId === personId)?.worksFrom ?? '');
  const ownerStart = startOf(ownerId);
  const others = awaitedMembers(routing).filter((personId) => personId !== ownerId);
  const worksSooner = others.some((personId) => !(startOf(personId) >= ownerStart) && !Number.isNaN(startOf(personId)));
  if (routing.chosen !== undefined || worksSooner) {
    assign(draft, 'day-ended', at);
    return;
  }
  const checkAgainAt = draft.context.time(ownerId).endOfInterval(at);
  draft.addByClock(at, { type: 'owner-checked', result: 'works-next', ...(checkAgainAt && { checkAgainAt }) });
}
