import type { Agreement } from '../agreement/agreement.ts';
import type { ContactMethod } from '../lead/lead.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { earliest, latest } from '../time/moment.ts';
import type { WorkingTime } from '../time/working-time.ts';
import { countedTouches, lacksSecondChannel, runningPromise, wasReached } from './state.ts';
import type { HandoffState } from './state.ts';
import { contactMethodOf } from './steps.ts';

/** By what an attempt is suggested; any other channel counts as well. */
export const suggestedChannels = ['call', 'email'] as const;
type SuggestedChannel = (typeof suggestedChannels)[number];

/** When and how a lead that nobody has reached is best tried next. */
export interface SuggestedAttempt {
  /** The first moment from now on that the cadence, the owner's hours and, for a call, the lead's hours allow. */
  at: string;
  channel: SuggestedChannel;
  /** Its number among the counted touches, of at least and at most so many. */
  number: number;
  minimum: number;
  maximum: number;
  /** The cadence wanted it before now. */
  late: boolean;
}

export const noAttemptReasons = [
  'ended',
  /** Marketing, or the arbiter, decides about it. */
  'returned',
  /** Nobody has it who could make the attempt. */
  'no-owner',
  /** The lead asked for a moment of its own. */
  'next-step',
  /** It goes on from the conversation, by the clocks of the answer, the activity or the closer. */
  'reached',
  /** No phone and no e-mail works: the contact is to be corrected first. */
  'no-contact-method',
  /** The cadence is over, with as many attempts as the agreement demands. */
  'enough-touches',
  /** The cadence is over, with fewer. */
  'cadence-exhausted',
] as const;

export interface NoAttempt {
  reason: (typeof noAttemptReasons)[number];
  /** The moment that the lead asked for. */
  nextStepAt?: string;
}

/** What a suggestion needs beside the state. */
export interface AttemptContext {
  agreement: Agreement;
  /** ISO 8601. */
  now: string;
  /** The time of a person, or of the agreement for whoever has no calendar of their own. */
  time: (personId?: string) => WorkingTime;
  /** When the lead may be called. */
  callingTime: WorkingTime;
}

/** Why the handoff itself asks for no attempt, if it does not. */
export function noAttempt(state: HandoffState): NoAttempt | undefined {
  const { stage, ownerId } = state;
  if (stage === 'ended') return { reason: 'ended' };
  if (stage === 'returned' || stage === 'contested') return { reason: 'returned' };
  if (ownerId === null) return { reason: 'no-owner' };
  const nextStep = runningPromise(state, 'next-step', 'owner');
  if (nextStep) return { reason: 'next-step', nextStepAt: nextStep.from };
  if (wasReached(state)) return { reason: 'reached' };
  return workingContactMethods(state).length === 0 ? { reason: 'no-contact-method' } : undefined;
}

/**
 * The next attempt, as the agreement's cadence has it. It is advice: a touch at another moment, or by another channel,
 * is recorded and counted like any other, since a record that refused what happened would be none.
 */
export function nextAttempt(state: HandoffState, context: AttemptContext): SuggestedAttempt | NoAttempt {
  const none = noAttempt(state);
  if (none) return none;
  const { minimum, maximum } = state.touchLimits;
  const made = countedTouches(state).length;
  const wanted = suggestedAt(state, context);
  if (wanted === undefined) return { reason: made >= minimum ? 'enough-touches' : 'cadence-exhausted' };
  const { now, time, callingTime: calling } = context;
  const channel = suggestedChannel(state);
  const ownerTime = time(state.ownerId ?? undefined);
  const from = latest(now, wanted);
  const at = channel === 'call' ? earliestCall(from, ownerTime, calling) : (ownerTime.nextWorkingMoment(from) ?? from);
  return { at, channel, number: made + 1, minimum, maximum, late: Date.parse(wanted) < Date.parse(now) };
}

/** Whose hours a suggestion rests on. */
export function attemptCalendarOwners(state: HandoffState): string[] {
  const people = [state.ownerId, touchesClock(state)?.ownerId];
  return [...new Set(people.filter((personId) => personId != null))];
}

/** By the cadence, and never after a first contact that is still owed; nor so early that it would not count. */
function suggestedAt(
  state: HandoffState,
  { agreement, time }: Pick<AttemptContext, 'agreement' | 'time'>,
): string | undefined {
  const made = countedTouches(state);
  const byCadence = cadenceMoment(state, agreement, agreement.touches.cadence[made.length], time);
  const owed = runningPromise(state, 'first-contact', 'owner')?.dueAt;
  const wanted = byCadence === undefined || owed === undefined ? (byCadence ?? owed) : earliest(byCadence, owed);
  const last = made.at(-1);
  if (wanted === undefined || last === undefined) return wanted;
  const apart = durationMilliseconds(agreement.touches.countOnceWithin);
  return latest(wanted, new Date(Date.parse(last.at) + apart).toISOString());
}

/** Counted as the promise of the touches is; a pause that moved its due moment moves what was still to be tried as well. */
function cadenceMoment(
  state: HandoffState,
  { promises }: Agreement,
  after: string | undefined,
  time: AttemptContext['time'],
): string | undefined {
  const clock = touchesClock(state);
  if (after === undefined || clock === undefined) return undefined;
  const { within, counted } = promises.touches;
  const { from, ownerId } = clock;
  const counting = time(ownerId);
  const { conversationWindowEndsAt = from } = state;
  const paused = Math.max(0, counting.between(counted, from, conversationWindowEndsAt) - durationMilliseconds(within));
  return counting.add(counted, from, durationMilliseconds(after) + paused);
}

/** The clock of the touches as it runs; once it was kept, as the touch that kept it remembers. */
function touchesClock(state: HandoffState): { from: string; ownerId?: string } | undefined {
  const remembered = state.touches
    .flatMap(({ keptPromises: kept }) => kept)
    .findLast(({ promise }) => promise === 'touches');
  const begun = state.transferredAt === undefined ? undefined : { from: state.transferredAt };
  return runningPromise(state, 'touches', 'lead') ?? remembered ?? begun;
}

/** A call, where the lead has a phone; after it the other channel that must have been tried, where there is one. */
function suggestedChannel(state: HandoffState): SuggestedChannel {
  const ways = workingContactMethods(state);
  if (!ways.includes('phone')) return 'email';
  const byPhone = countedTouches(state).some(({ channel }) => contactMethodOf(channel) === 'phone');
  return ways.includes('email') && byPhone && lacksSecondChannel(state) ? 'email' : 'call';
}

/** A wrong number is not tried again: once it is corrected, the touch to it is void. */
const workingContactMethods = ({ reachableBy, touches }: HandoffState): ContactMethod[] =>
  reachableBy.filter(
    (way) => !touches.some(({ channel, outcome }) => outcome === 'wrong-number' && contactMethodOf(channel) === way),
  );

const CALL_SEARCH_MILLISECONDS = 14 * 86_400_000;

/** When the owner works and the lead may be called; where these never meet, the lead's hours alone. */
function earliestCall(from: string, ownerTime: WorkingTime, calling: WorkingTime): string {
  const end = Date.parse(from) + CALL_SEARCH_MILLISECONDS;
  for (let at = from; Date.parse(at) < end;) {
    const worked = ownerTime.nextWorkingMoment(at) ?? at;
    at = calling.nextWorkingMoment(worked) ?? worked;
    if (at === worked) return at;
  }
  return calling.nextWorkingMoment(from) ?? from;
}
