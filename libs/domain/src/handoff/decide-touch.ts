import { localDate } from '../time/local-date.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import { directDecision } from '../routing/decision.ts';
import type { ContactMethod } from '../lead/lead.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { accept } from './decide-command.ts';
import type { Draft } from './draft.ts';
import { keepPromise, pausePromise, reopenPromise, startPromise } from './promise-clocks.ts';
import { previousOwnerOfTouch } from './permissions.ts';
import {
  areEnoughTouches,
  countedTouches,
  hasEnoughTouches,
  startedBeforeOverturn,
  isUrgent,
  isWithin,
  needsCloser,
  wasReached,
} from './state.ts';
import type { Breach, HandoffState, RunningPromise, Touch } from './state.ts';
import { isReferenced, contactMethodOf } from './steps.ts';
import type { Actor } from './steps.ts';

type CommandOf<Type extends HandoffCommand['type']> = HandoffCommand & { type: Type };

export function touch(draft: Draft, command: CommandOf<'touch'>, by: CommandActor, at: string): void {
  const actor: Actor = { kind: by.kind, id: by.id };
  const earlier = previousOwnerOfTouch(draft.state, command, by);
  if (earlier === undefined) acceptByTouch(draft, actor, at);
  const { channel, direction, outcome, evidence, textId, madeAt } = command;
  const reached = outcome === 'reached';
  const counts = direction === 'outbound' && !isWithinCountOncePeriod(draft, at);
  const { zone } = draft.context.agreement.calendar;
  draft.add(at, actor, {
    type: 'touched',
    channel,
    direction,
    outcome,
    reached,
    evidence,
    referenced: isReferenced(evidence),
    ...(madeAt && { madeAt }),
    ...(counts && { countedTouchNumber: countedTouches(draft.state).length + 1, day: localDate(zone, at) }),
    ...(textId && { textId }),
  });
  if (madeAt && isReferenced(evidence)) correctBreaches(draft, earlier ?? actor.id, madeAt, at);
  if (earlier === undefined) keepOwnerPromises(draft, reached, at);
  else keepLeadPromises(draft, at);
  const { length } = countedTouches(draft.state);
  if (!wasReached(draft.state) && length >= draft.state.touchLimits.maximum && draft.state.stage === 'working') {
    draft.addBySystem(at, { type: 'unreachable', countedTouches: length, automatic: true });
    draft.end('unreachable', at);
  }
}

/** A touch by the owner implies acceptance. */
function acceptByTouch(draft: Draft, actor: Actor, at: string): void {
  if (actor.id !== draft.state.ownerId) takeOverByInboundCall(draft, actor, at);
  if (!draft.state.accepted) accept(draft, actor, at, true);
}

/** Who answers the lead's own call takes the lead. */
function takeOverByInboundCall(draft: Draft, actor: Actor, at: string): void {
  const { ownerId, teamId } = draft.state;
  const why = needsCloser(draft.state) ? 'sql' : 'inbound-call';
  const routing = directDecision('inbound-call', teamId ?? '', actor.id);
  // From nobody it is a transfer like any other, perhaps the first one. Its clocks are kept in the same breath, so it
  // holds from the conversation on: this is the new owner's first touch.
  if (ownerId === null) {
    draft.assignAt(at, why, actor, routing);
    return;
  }
  draft.releaseOwnerPromises('reassigned', at);
  draft.recordAssignment(why, routing, at, actor);
}

function keepOwnerPromises(draft: Draft, reached: boolean, at: string): void {
  keepPromise(draft, 'first-contact', 'owner', at);
  keepPromise(draft, 'first-contact', 'lead', at);
  keepPromise(draft, 'reply-to-lead', 'owner', at);
  keepPromise(draft, 'sql-contact', 'owner', at);
  // The owner who stayed for want of another has done what another was wanted for.
  draft.closeTickets(at, 'no-first-contact', 'nobody-eligible', 'no-reply-to-lead', 'sql-not-contacted');
  keepTouchesPromise(draft, at);
  const nextStep = draft.runningPromise('next-step', 'owner');
  if (nextStep && fulfilsNextStep(nextStep.from, reached, at)) keepPromise(draft, 'next-step', 'owner', at);
  // Who took the lead over from another by answering its call owes no step, and has done what was missed.
  if (!draft.runningPromise('next-step', 'owner')) draft.closeTickets(at, 'next-step-missed');
  restartActivityPromise(draft, at);
}

/** An attempt before its time does not stand for the call that was agreed; a conversation does. */
const fulfilsNextStep = (nextStepAt: string, reached: boolean, at: string): boolean =>
  reached || Date.parse(at) >= Date.parse(nextStepAt);

/**
 * What an earlier owner did counts for the lead; whoever owns it now owes a contact of their own. While that one is
 * late, the lead's clock goes on, since it is what the ladder climbs by.
 */
function keepLeadPromises(draft: Draft, at: string): void {
  if (!draft.runningPromise('first-contact', 'owner')?.broken) {
    keepPromise(draft, 'first-contact', 'lead', at);
    draft.closeTickets(at, 'no-first-contact');
  }
  keepTouchesPromise(draft, at);
}

function keepTouchesPromise(draft: Draft, at: string): void {
  if (!hasEnoughTouches(draft.state)) return;
  keepPromise(draft, 'touches', 'lead', at);
  draft.closeTickets(at, 'too-few-touches');
}

/** Whatever happened with the lead last, the next thing is due from there; not before a step that was agreed. */
function restartActivityPromise(draft: Draft, at: string): void {
  if (draft.state.stage !== 'working') return;
  keepPromise(draft, 'activity', 'owner', at);
  draft.closeTickets(at, 'no-activity');
  const nextStepFrom = draft.runningPromise('next-step', 'owner')?.from ?? at;
  startPromise(draft, 'activity', 'owner', at, latest(nextStepFrom, at));
}

/** Touches close together count once. */
function isWithinCountOncePeriod(draft: Draft, at: string): boolean {
  const last = countedTouches(draft.state).at(-1);
  const apart = durationMilliseconds(draft.context.agreement.touches.countOnceWithin);
  return last !== undefined && Date.parse(at) - Date.parse(last.at) < apart;
}

/** A machine shows that the touch was in time: that stands beside the breach, which stays, whoever owns the lead now. */
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

/** Whether the last touch, had it been known in time, would have kept the promise. */
function wouldHaveKept(state: HandoffState, { promise, dueAt }: Breach): boolean {
  switch (promise) {
    case 'acceptance':
    case 'first-contact':
    case 'reply-to-lead':
    case 'next-step':
    case 'activity':
    case 'sql-contact':
      return true;
    case 'touches':
      return areEnoughTouches(
        state.touches.filter(({ at, madeAt = at }) => Date.parse(madeAt) <= Date.parse(dueAt)),
        state,
      );
    case 'transfer':
    case 'return-review':
    case 'arbitration':
      return false;
  }
}

export function voidTouch(draft: Draft, touchVersion: number, actor: Actor, at: string): void {
  const { touches } = draft.state;
  const mistaken = touches.find(({ version }) => version === touchVersion);
  draft.add(at, actor, { type: 'touch-voided', touchVersion, reason: 'mistaken' });
  if (!mistaken) return;
  for (const running of mistaken.keptPromises.filter(({ promise }) => promise !== 'touches'))
    reopenVoidedPromise(draft, running, mistaken, at);
  if (mistaken.counts || mistaken.reached) recountTouches(draft, touches, mistaken, at);
}

/**
 * Several touches keep one promise together, and the last of them remembers how it ran: where too few are left of these,
 * it goes on, up to the touch that makes them enough. A lead that answered of its own needs none.
 */
function recountTouches(draft: Draft, before: readonly Touch[], mistaken: Touch, at: string): void {
  const { touches, leadReplied } = draft.state;
  const last = before.findLast(({ keptPromises: kept }) => kept.some(({ promise }) => promise === 'touches'));
  const previousRun = last?.keptPromises.find(({ promise }) => promise === 'touches');
  if (
    !last ||
    !previousRun ||
    last.version < mistaken.version ||
    leadReplied ||
    draft.runningPromise('touches', 'lead')
  )
    return;
  const sufficientTouch = touches.find((_, index) => areEnoughTouches(touches.slice(0, index + 1), draft.state));
  if (sufficientTouch && sufficientTouch.version <= last.version) return;
  reopenPromise(draft, restartedAfterOverturn(previousRun, sufficientTouch, draft.state), at);
  if (sufficientTouch) keepPromise(draft, 'touches', 'lead', sufficientTouch.at);
}

/** With too few touches before a return was overturned, they were owed anew from then on. */
function restartedAfterOverturn(ran: RunningPromise, enough: Touch | undefined, state: HandoffState): RunningPromise {
  const { overturnedAt, conversationWindowEndsAt, ownerId } = state;
  if (overturnedAt === undefined || conversationWindowEndsAt === undefined || !startedBeforeOverturn(ran, state))
    return ran;
  if (enough && Date.parse(enough.at) < Date.parse(overturnedAt)) return ran;
  return { ...ran, from: overturnedAt, dueAt: conversationWindowEndsAt, ...(ownerId && { ownerId }) };
}

/** What a mistaken touch kept goes on as it ran, up to the touch that did keep it. */
function reopenVoidedPromise(draft: Draft, running: RunningPromise, mistaken: Touch, at: string): void {
  const { promise, clock, ownerId } = running;
  const newerRun = draft.runningPromise(promise, clock);
  // What has begun since asks for the same and goes on; only what the mistaken touch itself began makes room.
  if (newerRun && (newerRun.broken || newerRun.from !== mistaken.at)) return;
  const keepingTouch = nextKeepingTouch(mistaken, running, draft.state);
  if (clock === 'lead' || ownerId === draft.state.ownerId) {
    reopenPromise(draft, running, at);
    if (keepingTouch) keepPromise(draft, promise, clock, keepingTouch.at);
  } else if (!keepingTouch && isUrgent(promise, draft.state) && isOwnedBySales(draft)) {
    // It was not there to be handed on when the lead changed hands.
    draft.startUrgentPromises([promise], at);
  }
}

/** What ran when the mistaken touch came, no touch before had kept. */
const nextKeepingTouch = ({ version }: Touch, { promise, from }: RunningPromise, { touches }: HandoffState) =>
  touches.find(
    (touch) => touch.version > version && (promise !== 'next-step' || fulfilsNextStep(from, touch.reached, touch.at)),
  );

/**
 * Touches to a wrong number are void, whatever came of them; what they kept stays, since the rep did try.
 * Once the lead was reached there, the number was right.
 */
export function correctContact(draft: Draft, reachableBy: ContactMethod, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'contact-corrected', contactMethod: reachableBy });
  const touchesByMethod = draft.state.touches.filter(({ channel }) => contactMethodOf(channel) === reachableBy);
  const wrong = touchesByMethod.slice(touchesByMethod.findLastIndex(({ reached }) => reached) + 1);
  for (const { version } of wrong)
    draft.addBySystem(at, { type: 'touch-voided', touchVersion: version, reason: 'contact-corrected' });
}

export function leadReplied(draft: Draft, command: CommandOf<'lead-replied'>, actor: Actor, at: string): void {
  const { channel, evidence } = command;
  draft.add(at, actor, { type: 'lead-replied', channel, evidence, referenced: isReferenced(evidence) });
  keepPromise(draft, 'touches', 'lead', at);
  draft.closeTickets(at, 'too-few-touches');
  if (isOwnedBySales(draft) && !draft.runningPromise('reply-to-lead', 'owner'))
    startPromise(draft, 'reply-to-lead', 'owner', at);
}

const isOwnedBySales = ({ state }: Draft): boolean =>
  state.ownerId !== null && state.stage !== 'returned' && state.stage !== 'contested';

/** A known lead came again: its owner contacts it anew, as quickly as the first time; of an SQL that is the closer. */
export function addSignal(draft: Draft, command: CommandOf<'add-signal'>, actor: Actor, at: string): void {
  const { signalId, signal } = command;
  if (draft.state.signalIds.includes(signalId)) return;
  draft.add(at, actor, { type: 'signal-added', signalId, signal });
  const contact = draft.state.stage === 'sql' ? 'sql-contact' : 'first-contact';
  // It may be heard long after it came, and the owner's clock does not lie back.
  if (isOwnedBySales(draft) && !draft.runningPromise(contact, 'owner'))
    startPromise(draft, contact, 'owner', at, latest(at, draft.context.now));
}

/** What the lead asked for pauses the touches and the activity until then. */
export function agreeNextStep(draft: Draft, command: CommandOf<'agree-next-step'>, actor: Actor, at: string): void {
  const { nextStepAt: moment, evidence, textId } = command;
  const touches = draft.runningPromise('touches', 'lead');
  const since = touches && countingStart(draft, touches, at);
  draft.add(at, actor, {
    type: 'next-step-agreed',
    nextStepAt: moment,
    evidence,
    referenced: isReferenced(evidence),
    ...(textId && { textId }),
  });
  if (touches && since) pausePromise(draft, touches, at, since, moment);
  startPromise(draft, 'next-step', 'owner', at, moment);
  draft.closeTickets(at, 'next-step-missed');
  restartActivityPromise(draft, at);
}

/** It begins to count anew with the end of the step that was agreed before, which lies ahead only while that one lasts. */
function countingStart(draft: Draft, { from }: RunningPromise, at: string): string {
  const { nextStepAt } = draft.state;
  if (nextStepAt === undefined) return from;
  const isPaused = draft.runningPromise('next-step', 'owner') !== undefined;
  return isPaused || Date.parse(nextStepAt) <= Date.parse(at) ? latest(from, nextStepAt) : from;
}
