import { directDecision } from '../routing/decision.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { localDate } from '../time/local-date.ts';
import { earliest } from '../time/moment.ts';
import { assignAt, recordAssignment } from './assignment.ts';
import { recordedActor } from './commands.ts';
import type { CommandActor, CommandOf } from './commands.ts';
import { fulfilsNextStep, keepTouchesPromise, restartActivityPromise } from './contact-promises.ts';
import { accept } from './decide-acceptance.ts';
import { correctContact } from './decide-contact.ts';
import type { Draft } from './draft.ts';
import { endHandoff } from './end-handoff.ts';
import { recordedEvidence } from './evidence.ts';
import { previousOwnerOfTouch } from './permissions.ts';
import { keepPromise, releaseOwnerPromises } from './promise-clocks.ts';
import type { Actor } from './record.ts';
import {
  areEnoughTouches,
  countedTouches,
  daysTried,
  isWithin,
  lacksChannel,
  needsCloser,
  wasReached,
} from './state.ts';
import type { Breach, HandoffState } from './state.ts';
import type { StepOf } from './steps.ts';
import { contactMethodOf, momentOfTouch, spacedTouches } from './touches.ts';

export function touch(draft: Draft, command: CommandOf<'touch'>, by: CommandActor, at: string): void {
  const actor = recordedActor(by);
  const previousOwnerId = previousOwnerOfTouch(draft.state, command, by);
  if (previousOwnerId === undefined) acceptByTouch(draft, actor, at);
  const { channel, direction, outcome, textId } = command;
  const reached = outcome === 'reached';
  const evidence = recordedEvidence(command.evidence, by);
  const madeAt = command.madeAt && earliest(command.madeAt, at);
  const countedAt = direction === 'outbound' ? momentOfTouch({ madeAt, evidence }, at) : undefined;
  draft.add(at, actor, {
    type: 'touched',
    channel,
    direction,
    outcome,
    reached,
    evidence,
    ...(madeAt && { madeAt }),
    ...(countedAt && countedBy(draft, countedAt)),
    ...(reached && { conversationWindowEndsAt: conversationWindowEnd(draft, at) }),
    ...(textId && { textId }),
  });
  if (madeAt && evidence.level !== 'claimed') correctBreaches(draft, previousOwnerId ?? actor.id, madeAt, at);
  if (previousOwnerId === undefined) keepOwnerPromises(draft, reached, at);
  else keepLeadPromises(draft, at);
  if (command.correctsContact)
    correctContact(draft, { ...command, contactMethod: contactMethodOf(channel) }, actor, at);
  closeIfTouchesAreUsedUp(draft, at);
}

function conversationWindowEnd({ state, context }: Draft, at: string): string {
  const { afterConversation, counted } = context.agreement.returns.window;
  return context.time(state.ownerId ?? undefined).add(counted, at, durationMilliseconds(afterConversation));
}

/** Needs enough days and channels, like the command. If some are missing, the touch that adds them closes the handoff. */
function closeIfTouchesAreUsedUp(draft: Draft, at: string): void {
  const { length } = countedTouches(draft.state);
  const { stage, touchLimits } = draft.state;
  if (stage !== 'working' || wasReached(draft.state) || length < touchLimits.maximum) return;
  if (daysTried(draft.state) < touchLimits.minimumDays || lacksChannel(draft.state)) return;
  draft.addBySystem(at, { type: 'unreachable', countedTouches: length, automatic: true });
  endHandoff(draft, 'unreachable', at);
}

/** A touch by the owner implies acceptance. */
function acceptByTouch(draft: Draft, actor: Actor, at: string): void {
  // A colleague who takes the call of an accepted lead does not become its owner.
  if (draft.state.accepted) return;
  if (actor.id !== draft.state.ownerId) takeOverByInboundCall(draft, actor, at);
  if (!draft.state.accepted) accept(draft, actor, at, true);
}

/** The person who takes the lead's own call becomes its owner. */
function takeOverByInboundCall(draft: Draft, actor: Actor, at: string): void {
  const { ownerId, teamId } = draft.state;
  const reason = needsCloser(draft.state) ? 'sql' : 'inbound-call';
  const routing = directDecision('inbound-call', teamId ?? '', actor.id);
  // Without a previous owner this is a normal transfer, possibly the first one. It takes effect at the time of the
  // touch, because the call is also the new owner's first touch and keeps their clocks.
  if (ownerId === null) {
    assignAt(draft, at, reason, actor, routing);
    return;
  }
  releaseOwnerPromises(draft, 'reassigned', at);
  recordAssignment(draft, reason, routing, at, actor);
}

function keepOwnerPromises(draft: Draft, reached: boolean, at: string): void {
  keepPromise(draft, 'first-contact', 'owner', at);
  keepPromise(draft, 'first-contact', 'lead', at);
  keepPromise(draft, 'reply-to-lead', 'owner', at);
  keepPromise(draft, 'sql-contact', 'owner', at);
  draft.closeTickets(at, 'no-first-contact', 'no-reply-to-lead', 'sql-not-contacted');
  // A CRM returned the lead without a reason, and its owner continues with it all the same.
  draft.closeTickets(at, 'returned-without-reason');
  keepTouchesPromise(draft, at);
  const nextStep = draft.runningPromise('next-step', 'owner');
  if (nextStep && fulfilsNextStep(nextStep.from, reached, at)) keepPromise(draft, 'next-step', 'owner', at);
  // A person who took over by an inbound call owes no next step and has done what the previous owner missed.
  if (!draft.runningPromise('next-step', 'owner')) draft.closeTickets(at, 'next-step-missed');
  restartActivityPromise(draft, at);
}

/**
 * A previous owner's touch counts for the lead, but the current owner still owes a contact. While that contact is late,
 * the lead's clock must continue, because the ladder escalates on it.
 */
function keepLeadPromises(draft: Draft, at: string): void {
  if (!draft.runningPromise('first-contact', 'owner')?.broken) {
    keepPromise(draft, 'first-contact', 'lead', at);
    draft.closeTickets(at, 'no-first-contact');
  }
  keepTouchesPromise(draft, at);
}

/** How the touch counts. Touches close together count once. */
function countedBy(
  { state, context }: Draft,
  countedAt: string,
): Pick<StepOf<'touched'>, 'countedAt' | 'day' | 'countedTouchNumber'> {
  const period = durationMilliseconds(state.touchLimits.countOnceWithin);
  const { size } = spacedTouches([...state.touches, { countedAt }], period);
  const addsOne = size > countedTouches(state).length;
  const day = localDate(context.agreement.calendar.zone, countedAt);
  return { countedAt, day, ...(addsOne && { countedTouchNumber: size }) };
}

/** Evidence shows that the touch was made in time. The correction is recorded next to the breach, which remains. */
function correctBreaches(draft: Draft, madeBy: string, madeAt: string, at: string): void {
  for (const breach of draft.state.breaches) {
    const { promise, clock, dueAt, from, ownerId } = breach;
    const isTheirs = clock === 'lead' || ownerId === madeBy;
    if (!isTheirs || !isWithin(madeAt, from, dueAt) || !wouldHaveKept(draft.state, breach)) continue;
    draft.addBySystem(at, {
      type: 'breach-corrected',
      promise,
      clock,
      dueAt,
      touchMadeAt: madeAt,
      ...(ownerId && { ownerId }),
    });
  }
}

/** Whether the last touch would have kept the promise if it had been known in time. */
function wouldHaveKept(state: HandoffState, { promise, dueAt }: Breach): boolean {
  switch (promise) {
    case 'acceptance':
    case 'first-contact':
    case 'reply-to-lead':
    case 'next-step':
    case 'activity':
    case 'sql-contact':
      return true;
    case 'touches': {
      const madeInTime = state.touches.filter(({ at, madeAt = at }) => Date.parse(madeAt) <= Date.parse(dueAt));
      return areEnoughTouches(madeInTime, state);
    }
    case 'transfer':
    case 'return-review':
    case 'arbitration':
      return false;
  }
}
