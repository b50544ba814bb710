import type { Agreement } from '../agreement/agreement.ts';
import type { ReachableBy } from '../lead/lead.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { earliest, latest } from '../time/moment.ts';
import type { WorkingTime } from '../time/working-time.ts';
import { countedTouches, lacksSecondChannel, runningPromise, wasReached } from './state.ts';
import type { HandoffState } from './state.ts';
import { wayOf } from './steps.ts';

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
  'given-back',
  /** Nobody has it who could make the attempt. */
  'no-owner',
  /** The lead asked for a moment of its own. */
  'next-step',
  /** It goes on from the conversation, by the clocks of the answer, the activity or the closer. */
  'reached',
  /** No phone and no e-mail works: the contact is to be corrected first. */
  'no-way',
  /** The cadence is over, with as many attempts as the agreement demands. */
  'enough',
  /** The cadence is over, with fewer. */
  'cadence-over',
] as const;

export interface NoAttempt {
  why: (typeof noAttemptReasons)[number];
  /** The moment that the lead asked for. */
  nextStepAt?: string;
}

/** What a suggestion needs beside the state. */
export interface AttemptSurroundings {
  agreement: Agreement;
  /** ISO 8601. */
  now: string;
  /** The time of a person, or of the agreement for whoever has no calendar of their own. */
  time: (personId?: string) => WorkingTime;
  /** When the lead may be called. */
  calling: WorkingTime;
}

/** Why the handoff itself asks for no attempt, if it does not. */
export function whyNoAttempt(state: HandoffState): NoAttempt | undefined {
  const { stage, ownerId } = state;
  if (stage === 'ended') return { why: 'ended' };
  if (stage === 'returned' || stage === 'contested') return { why: 'given-back' };
  if (ownerId === null) return { why: 'no-owner' };
  const nextStep = runningPromise(state, 'next-step', 'owner');
  if (nextStep) return { why: 'next-step', nextStepAt: nextStep.from };
  if (wasReached(state)) return { why: 'reached' };
  return waysThatWork(state).length === 0 ? { why: 'no-way' } : undefined;
}

/**
 * The next attempt, as the agreement's cadence has it. It is advice: a touch at another moment, or by another channel,
 * is recorded and counted like any other, since a record that refused what happened would be none.
 */
export function nextAttempt(state: HandoffState, surroundings: AttemptSurroundings): SuggestedAttempt | NoAttempt {
  const none = whyNoAttempt(state);
  if (none) return none;
  const { minimum, maximum } = state.touchLimits;
  const made = countedTouches(state).length;
  const wanted = wantedAt(state, surroundings);
  if (wanted === undefined) return { why: made >= minimum ? 'enough' : 'cadence-over' };
  const { now, time, calling } = surroundings;
  const channel = channelOf(state);
  const own = time(state.ownerId ?? undefined);
  const from = latest(now, wanted);
  const at = channel === 'call' ? firstCall(from, own, calling) : (own.nextWorkingMoment(from) ?? from);
  return { at, channel, number: made + 1, minimum, maximum, late: Date.parse(wanted) < Date.parse(now) };
}

/** Whose hours a suggestion rests on. */
export function whoseHours(state: HandoffState): string[] {
  const people = [state.ownerId, clockOfTouches(state)?.ownerId];
  return [...new Set(people.filter((personId) => personId != null))];
}

/** By the cadence, and never after a first contact that is still owed; nor so early that it would not count. */
function wantedAt(
  state: HandoffState,
  { agreement, time }: Pick<AttemptSurroundings, 'agreement' | 'time'>,
): string | undefined {
  const made = countedTouches(state);
  const byCadence = inCadence(state, agreement, agreement.touches.cadence[made.length], time);
  const owed = runningPromise(state, 'first-contact', 'owner')?.dueAt;
  const wanted = byCadence === undefined || owed === undefined ? (byCadence ?? owed) : earliest(byCadence, owed);
  const last = made.at(-1);
  if (wanted === undefined || last === undefined) return wanted;
  const apart = durationMilliseconds(agreement.touches.countOnceWithin);
  return latest(wanted, new Date(Date.parse(last.at) + apart).toISOString());
}

/** Counted as the promise of the touches is; a pause that moved its due moment moves what was still to be tried as well. */
function inCadence(
  state: HandoffState,
  { promises }: Agreement,
  after: string | undefined,
  time: AttemptSurroundings['time'],
): string | undefined {
  const clock = clockOfTouches(state);
  if (after === undefined || clock === undefined) return undefined;
  const { within, counted } = promises.touches;
  const { from, ownerId } = clock;
  const counting = time(ownerId);
  const { conversationUntil = from } = state;
  const paused = Math.max(0, counting.between(counted, from, conversationUntil) - durationMilliseconds(within));
  return counting.add(counted, from, durationMilliseconds(after) + paused);
}

/** The clock of the touches as it runs; once it was kept, as the touch that kept it remembers. */
function clockOfTouches(state: HandoffState): { from: string; ownerId?: string } | undefined {
  const remembered = state.touches.flatMap(({ kept }) => kept).findLast(({ promise }) => promise === 'touches');
  const begun = state.transferredAt === undefined ? undefined : { from: state.transferredAt };
  return runningPromise(state, 'touches', 'lead') ?? remembered ?? begun;
}

/** A call, where the lead has a phone; after it the other channel that must have been tried, where there is one. */
function channelOf(state: HandoffState): SuggestedChannel {
  const ways = waysThatWork(state);
  if (!ways.includes('phone')) return 'email';
  const byPhone = countedTouches(state).some(({ channel }) => wayOf(channel) === 'phone');
  return ways.includes('email') && byPhone && lacksSecondChannel(state) ? 'email' : 'call';
}

/** A wrong number is not tried again: once it is corrected, the touch to it is void. */
const waysThatWork = ({ reachableBy, touches }: HandoffState): ReachableBy[] =>
  reachableBy.filter(
    (way) => !touches.some(({ channel, outcome }) => outcome === 'wrong-number' && wayOf(channel) === way),
  );

const SEARCHED_MILLISECONDS = 14 * 86_400_000;

/** When the owner works and the lead may be called; where these never meet, the lead's hours alone. */
function firstCall(from: string, own: WorkingTime, calling: WorkingTime): string {
  const end = Date.parse(from) + SEARCHED_MILLISECONDS;
  for (let at = from; Date.parse(at) < end;) {
    const worked = own.nextWorkingMoment(at) ?? at;
    at = calling.nextWorkingMoment(worked) ?? worked;
    if (at === worked) return at;
  }
  return calling.nextWorkingMoment(from) ?? from;
}
