import { dayIn } from '../time/day.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import { directDecision } from '../routing/decision.ts';
import type { ReachableBy } from '../lead/lead.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { accept } from './decide-command.ts';
import type { Draft } from './draft.ts';
import { keepPromise, pausePromise, reopenPromise, startPromise } from './promise-clocks.ts';
import { earlierOwner } from './rights.ts';
import {
  areEnough,
  countedTouches,
  hadEnoughTouches,
  isOfPassageBefore,
  isUrgent,
  isWithin,
  needsCloser,
  wasReached,
} from './state.ts';
import type { Breach, HandoffState, RunningPromise, Touch } from './state.ts';
import { isProof, wayOf } from './steps.ts';
import type { Actor } from './steps.ts';

type CommandOf<Type extends HandoffCommand['type']> = HandoffCommand & { type: Type };

export function touch(draft: Draft, command: CommandOf<'touch'>, by: CommandActor, at: string): void {
  const actor: Actor = { kind: by.kind, id: by.id };
  const earlier = earlierOwner(draft.state, command, by);
  if (earlier === undefined) takeUp(draft, actor, at);
  const { channel, direction, outcome, evidence, textId, happenedAt } = command;
  const reached = outcome === 'reached';
  const counts = direction === 'outbound' && !followsClosely(draft, at);
  const { zone } = draft.surroundings.agreement.calendar;
  draft.add(at, actor, {
    type: 'touched',
    channel,
    direction,
    outcome,
    reached,
    evidence,
    proven: isProof(evidence),
    ...(happenedAt && { happenedAt }),
    ...(counts && { countedAs: countedTouches(draft.state).length + 1, day: dayIn(zone, at) }),
    ...(textId && { textId }),
  });
  if (happenedAt && isProof(evidence)) correctBreaches(draft, earlier ?? actor.id, happenedAt, at);
  if (earlier === undefined) keepByTouch(draft, reached, at);
  else keepForTheLead(draft, at);
  const { length } = countedTouches(draft.state);
  if (!wasReached(draft.state) && length >= draft.state.touchLimits.maximum && draft.state.stage === 'working') {
    draft.bySystem(at, { type: 'unreachable', countedTouches: length, byItself: true });
    draft.end('unreachable', at);
  }
}

/** A touch by the owner implies acceptance. */
function takeUp(draft: Draft, actor: Actor, at: string): void {
  if (actor.id !== draft.state.ownerId) takeOver(draft, actor, at);
  if (!draft.state.accepted) accept(draft, actor, at, true);
}

/** Who answers the lead's own call takes the lead. */
function takeOver(draft: Draft, actor: Actor, at: string): void {
  const { ownerId, teamId } = draft.state;
  const why = needsCloser(draft.state) ? 'sql' : 'answered';
  const routing = directDecision('answered', teamId ?? '', actor.id);
  // From nobody it is a transfer like any other, perhaps the first one. Its clocks are kept in the same breath, so it
  // holds from the conversation on: this is the new owner's first touch.
  if (ownerId === null) {
    draft.assignFrom(at, why, actor, routing);
    return;
  }
  draft.releaseOwnersClock('reassigned', at);
  draft.give(why, routing, at, actor);
}

function keepByTouch(draft: Draft, reached: boolean, at: string): void {
  keepPromise(draft, 'first-contact', 'owner', at);
  keepPromise(draft, 'first-contact', 'lead', at);
  keepPromise(draft, 'answer', 'owner', at);
  keepPromise(draft, 'sql-contact', 'owner', at);
  // The owner who stayed for want of another has done what another was wanted for.
  draft.closeTickets(at, 'no-first-contact', 'nobody-eligible', 'lead-unanswered', 'sql-not-contacted');
  keepTouches(draft, at);
  const nextStep = draft.running('next-step', 'owner');
  if (nextStep && standsFor(nextStep.from, reached, at)) keepPromise(draft, 'next-step', 'owner', at);
  // Who took the lead over from another by answering its call owes no step, and has done what was missed.
  if (!draft.running('next-step', 'owner')) draft.closeTickets(at, 'next-step-missed');
  goOn(draft, at);
}

/** An attempt before its time does not stand for the call that was agreed; a conversation does. */
const standsFor = (agreed: string, reached: boolean, at: string): boolean =>
  reached || Date.parse(at) >= Date.parse(agreed);

/**
 * What an earlier owner did counts for the lead; whoever owns it now owes a contact of their own. While that one is
 * late, the lead's clock goes on, since it is what the ladder climbs by.
 */
function keepForTheLead(draft: Draft, at: string): void {
  if (!draft.running('first-contact', 'owner')?.broken) {
    keepPromise(draft, 'first-contact', 'lead', at);
    draft.closeTickets(at, 'no-first-contact');
  }
  keepTouches(draft, at);
}

function keepTouches(draft: Draft, at: string): void {
  if (!hadEnoughTouches(draft.state)) return;
  keepPromise(draft, 'touches', 'lead', at);
  draft.closeTickets(at, 'too-few-touches');
}

/** Whatever happened with the lead last, the next thing is due from there; not before a step that was agreed. */
function goOn(draft: Draft, at: string): void {
  if (draft.state.stage !== 'working') return;
  keepPromise(draft, 'activity', 'owner', at);
  draft.closeTickets(at, 'no-activity');
  const agreed = draft.running('next-step', 'owner')?.from ?? at;
  startPromise(draft, 'activity', 'owner', at, latest(agreed, at));
}

/** Touches close together count once. */
function followsClosely(draft: Draft, at: string): boolean {
  const last = countedTouches(draft.state).at(-1);
  const apart = durationMilliseconds(draft.surroundings.agreement.touches.countOnceWithin);
  return last !== undefined && Date.parse(at) - Date.parse(last.at) < apart;
}

/** A machine shows that the touch was in time: that stands beside the breach, which stays, whoever owns the lead now. */
function correctBreaches(draft: Draft, madeBy: string, happenedAt: string, at: string): void {
  for (const breach of draft.state.breaches) {
    const { promise, clock, dueAt, from, ownerId } = breach;
    const isTheirs = clock === 'lead' || ownerId === madeBy;
    if (!isTheirs || !isWithin(happenedAt, from, dueAt) || !wouldHaveKept(draft.state, breach)) continue;
    draft.bySystem(at, { type: 'breach-corrected', promise, clock, dueAt, happenedAt, ...(ownerId && { ownerId }) });
  }
}

/** Whether the last touch, had it been known in time, would have kept the promise. */
function wouldHaveKept(state: HandoffState, { promise, dueAt }: Breach): boolean {
  switch (promise) {
    case 'acceptance':
    case 'first-contact':
    case 'answer':
    case 'next-step':
    case 'activity':
    case 'sql-contact':
      return true;
    case 'touches':
      return areEnough(
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
  draft.add(at, actor, { type: 'touch-voided', touchVersion, why: 'mistaken' });
  if (!mistaken) return;
  for (const running of mistaken.kept.filter(({ promise }) => promise !== 'touches'))
    keptNoMore(draft, running, mistaken, at);
  if (mistaken.counts || mistaken.reached) countAgain(draft, touches, mistaken, at);
}

/**
 * Several touches keep one promise together, and the last of them remembers how it ran: where too few are left of these,
 * it goes on, up to the touch that makes them enough. A lead that answered of its own needs none.
 */
function countAgain(draft: Draft, before: readonly Touch[], mistaken: Touch, at: string): void {
  const { touches, leadAnswered } = draft.state;
  const last = before.findLast(({ kept }) => kept.some(({ promise }) => promise === 'touches'));
  const ran = last?.kept.find(({ promise }) => promise === 'touches');
  if (!last || !ran || last.version < mistaken.version || leadAnswered || draft.running('touches', 'lead')) return;
  const enough = touches.find((_, index) => areEnough(touches.slice(0, index + 1), draft.state));
  if (enough && enough.version <= last.version) return;
  reopenPromise(draft, asOwedSince(ran, enough, draft.state), at);
  if (enough) keepPromise(draft, 'touches', 'lead', enough.at);
}

/** With too few touches before a return was overturned, they were owed anew from then on. */
function asOwedSince(ran: RunningPromise, enough: Touch | undefined, state: HandoffState): RunningPromise {
  const { overturnedAt, conversationUntil, ownerId } = state;
  if (overturnedAt === undefined || conversationUntil === undefined || !isOfPassageBefore(ran, state)) return ran;
  if (enough && Date.parse(enough.at) < Date.parse(overturnedAt)) return ran;
  return { ...ran, from: overturnedAt, dueAt: conversationUntil, ...(ownerId && { ownerId }) };
}

/** What a mistaken touch kept goes on as it ran, up to the touch that did keep it. */
function keptNoMore(draft: Draft, running: RunningPromise, mistaken: Touch, at: string): void {
  const { promise, clock, ownerId } = running;
  const anew = draft.running(promise, clock);
  // What has begun since asks for the same and goes on; only what the mistaken touch itself began makes room.
  if (anew && (anew.broken || anew.from !== mistaken.at)) return;
  const keeper = keeperAfter(mistaken, running, draft.state);
  if (clock === 'lead' || ownerId === draft.state.ownerId) {
    reopenPromise(draft, running, at);
    if (keeper) keepPromise(draft, promise, clock, keeper.at);
  } else if (!keeper && isUrgent(promise, draft.state) && hasOwnerInSales(draft)) {
    // It was not there to be handed on when the lead changed hands.
    draft.startUrgent([promise], at);
  }
}

/** What ran when the mistaken touch came, no touch before had kept. */
const keeperAfter = ({ version }: Touch, { promise, from }: RunningPromise, { touches }: HandoffState) =>
  touches.find(
    (touch) => touch.version > version && (promise !== 'next-step' || standsFor(from, touch.reached, touch.at)),
  );

/**
 * Touches to a wrong number are void, whatever came of them; what they kept stays, since the rep did try.
 * Once the lead was reached there, the number was right.
 */
export function correctContact(draft: Draft, reachableBy: ReachableBy, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'contact-corrected', reachableBy });
  const tried = draft.state.touches.filter(({ channel }) => wayOf(channel) === reachableBy);
  const wrong = tried.slice(tried.findLastIndex(({ reached }) => reached) + 1);
  for (const { version } of wrong)
    draft.bySystem(at, { type: 'touch-voided', touchVersion: version, why: 'contact-corrected' });
}

export function leadAnswered(draft: Draft, command: CommandOf<'lead-answered'>, actor: Actor, at: string): void {
  const { channel, evidence } = command;
  draft.add(at, actor, { type: 'lead-answered', channel, evidence, proven: isProof(evidence) });
  keepPromise(draft, 'touches', 'lead', at);
  draft.closeTickets(at, 'too-few-touches');
  if (hasOwnerInSales(draft) && !draft.running('answer', 'owner')) startPromise(draft, 'answer', 'owner', at);
}

const hasOwnerInSales = ({ state }: Draft): boolean =>
  state.ownerId !== null && state.stage !== 'returned' && state.stage !== 'contested';

/** A known lead came again: its owner contacts it anew, as quickly as the first time; of an SQL that is the closer. */
export function signalAdded(draft: Draft, command: CommandOf<'add-signal'>, actor: Actor, at: string): void {
  const { signalId, signal } = command;
  if (draft.state.signalIds.includes(signalId)) return;
  draft.add(at, actor, { type: 'signal-added', signalId, signal });
  const contact = draft.state.stage === 'sql' ? 'sql-contact' : 'first-contact';
  // It may be heard long after it came, and the owner's clock does not lie back.
  if (hasOwnerInSales(draft) && !draft.running(contact, 'owner'))
    startPromise(draft, contact, 'owner', at, latest(at, draft.surroundings.now));
}

/** What the lead asked for pauses the touches and the activity until then. */
export function agreeNextStep(draft: Draft, command: CommandOf<'agree-next-step'>, actor: Actor, at: string): void {
  const { moment, evidence, textId } = command;
  const touches = draft.running('touches', 'lead');
  const since = touches && countsSince(draft, touches, at);
  draft.add(at, actor, {
    type: 'next-step-agreed',
    moment,
    evidence,
    proven: isProof(evidence),
    ...(textId && { textId }),
  });
  if (touches && since) pausePromise(draft, touches, at, since, moment);
  startPromise(draft, 'next-step', 'owner', at, moment);
  draft.closeTickets(at, 'next-step-missed');
  goOn(draft, at);
}

/** It begins to count anew with the end of the step that was agreed before, which lies ahead only while that one lasts. */
function countsSince(draft: Draft, { from }: RunningPromise, at: string): string {
  const { nextStepAt } = draft.state;
  if (nextStepAt === undefined) return from;
  const isPaused = draft.running('next-step', 'owner') !== undefined;
  return isPaused || Date.parse(nextStepAt) <= Date.parse(at) ? latest(from, nextStepAt) : from;
}
