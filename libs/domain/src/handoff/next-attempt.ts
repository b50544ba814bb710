import type { Agreement } from '../agreement/agreement.ts';
import type { ContactMethod } from '../lead/lead.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { earliest, latest } from '../time/moment.ts';
import { DAY } from '../time/units.ts';
import type { WorkingTime } from '../time/working-time.ts';
import { countedTouches, lacksChannel, runningPromise, wasReached } from './state.ts';
import type { HandoffState } from './state.ts';
import { contactMethodOf } from './touches.ts';

/** The channels that a suggestion can name. Touches by any other channel count as well. */
export const suggestedChannels = ['call', 'email'] as const;
type SuggestedChannel = (typeof suggestedChannels)[number];

/** When and how to try next to reach a lead that nobody has reached. */
export interface SuggestedAttempt {
  /** The first time from now on that the cadence, the owner's hours and, for a call, the lead's hours allow. */
  at: string;
  channel: SuggestedChannel;
  /** Its number among the counted touches. */
  number: number;
  minimum: number;
  maximum: number;
  /** Whether the cadence suggested it before now, or a first contact is overdue. */
  late: boolean;
}

export const noAttemptReasons = [
  'ended',
  /** Marketing or the arbiter decides about the lead. */
  'returned',
  'no-owner',
  /** The lead asked to be contacted at a given time. */
  'next-step',
  /** After a conversation other promises say what is due. */
  'reached',
  /** No phone or e-mail works. Correct the contact first. */
  'no-contact-method',
  /** The cadence is exhausted, with as many touches as the agreement demands. */
  'enough-touches',
  /** The cadence is exhausted, with fewer touches than the agreement demands. */
  'cadence-exhausted',
] as const;
export type NoAttemptReason = (typeof noAttemptReasons)[number];

export interface NoAttempt {
  reason: NoAttemptReason;
  /** When the lead asked to be contacted. */
  nextStepAt?: string;
}

export interface AttemptContext {
  agreement: Agreement;
  /** ISO 8601. */
  now: string;
  /** The working time of a person, or of the agreement if no person is given or the person has no calendar. */
  time: (personId?: string) => WorkingTime;
  /** When the lead may be called: in all of them. */
  callingTimes: WorkingTime[];
}

/** Why the state of the handoff rules out a suggestion; undefined when it does not. */
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
 * The next attempt by the agreement's cadence. It is only advice: touches at other times or by other channels are
 * recorded and counted like any other.
 */
export function nextAttempt(state: HandoffState, context: AttemptContext): SuggestedAttempt | NoAttempt {
  const none = noAttempt(state);
  if (none) return none;
  const { minimum, maximum } = state.touchLimits;
  const made = countedTouches(state).length;
  const dueAt = suggestedAt(state, context);
  if (dueAt === undefined) return { reason: made >= minimum ? 'enough-touches' : 'cadence-exhausted' };
  const { now, time, callingTimes } = context;
  const channel = suggestedChannel(state);
  const ownerTime = time(state.ownerId ?? undefined);
  const from = latest(now, dueAt);
  const at =
    channel === 'call' ? earliestCall(from, ownerTime, callingTimes) : (ownerTime.nextWorkingMoment(from) ?? from);
  return { at, channel, number: made + 1, minimum, maximum, late: isLate(state, dueAt, now) };
}

/** The first attempt is suggested immediately, and late only when the first contact is. */
function isLate(state: HandoffState, dueAt: string, now: string): boolean {
  const firstContactDueAt = runningPromise(state, 'first-contact', 'owner')?.dueAt;
  return Date.parse(firstContactDueAt ?? dueAt) < Date.parse(now);
}

/** The people whose calendars a suggestion depends on. */
export function attemptCalendarOwners(state: HandoffState): string[] {
  const people = [state.ownerId, touchesClock(state)?.ownerId];
  return [...new Set(people.filter((personId) => personId != null))];
}

/** Never later than a first contact that is still owed, and never so soon after the last touch that it would not count. */
function suggestedAt(
  state: HandoffState,
  { agreement, time }: Pick<AttemptContext, 'agreement' | 'time'>,
): string | undefined {
  const made = countedTouches(state);
  const byCadence = cadenceMoment(state, agreement, agreement.touches.cadence[made.length], time);
  const dueAt = earliest(byCadence, runningPromise(state, 'first-contact', 'owner')?.dueAt);
  const last = latest(...made.map(({ at, countedAt = at }) => countedAt));
  if (dueAt === undefined || last === undefined) return dueAt;
  const countOnceWithin = durationMilliseconds(agreement.touches.countOnceWithin);
  return latest(dueAt, new Date(Date.parse(last) + countOnceWithin).toISOString());
}

/** Counted like the `touches` promise. A pause that moved its due time moves the remaining attempts as well. */
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
  const clockTime = time(ownerId);
  const { conversationWindowEndsAt = from } = state;
  const paused = Math.max(0, clockTime.between(counted, from, conversationWindowEndsAt) - durationMilliseconds(within));
  return clockTime.add(counted, from, durationMilliseconds(after) + paused);
}

/** The clock of the `touches` promise. Once the promise is kept, its clock is stored with the touch that kept it. */
function touchesClock(state: HandoffState): { from: string; ownerId?: string } | undefined {
  const keptClock = state.touches
    .flatMap(({ keptPromises }) => keptPromises)
    .findLast(({ promise }) => promise === 'touches');
  const sinceTransfer = state.transferredAt === undefined ? undefined : { from: state.transferredAt };
  return runningPromise(state, 'touches', 'lead') ?? keptClock ?? sinceTransfer;
}

/** A call if the lead has a phone. After a call, an e-mail if the agreement demands a second channel and the lead has one. */
function suggestedChannel(state: HandoffState): SuggestedChannel {
  const methods = workingContactMethods(state);
  if (!methods.includes('phone')) return 'email';
  const triedByPhone = countedTouches(state).some(({ channel }) => contactMethodOf(channel) === 'phone');
  return methods.includes('email') && triedByPhone && lacksChannel(state) ? 'email' : 'call';
}

/** Leaves out a wrong number. Once it is corrected, the touches to it are voided. */
const workingContactMethods = ({ reachableBy, touches }: HandoffState): ContactMethod[] =>
  reachableBy.filter(
    (method) =>
      !touches.some(({ channel, outcome }) => outcome === 'wrong-number' && contactMethodOf(channel) === method),
  );

const CALL_SEARCH_MILLISECONDS = 14 * DAY;

/** When the owner works and the lead may be called. If these never coincide, only the lead's hours count. */
const earliestCall = (from: string, ownerTime: WorkingTime, callingTimes: readonly WorkingTime[]): string =>
  firstCommonMoment(from, [ownerTime, ...callingTimes]) ?? firstCommonMoment(from, callingTimes) ?? from;

function firstCommonMoment(from: string, times: readonly WorkingTime[]): string | undefined {
  const searchEnd = Date.parse(from) + CALL_SEARCH_MILLISECONDS;
  for (let at = from; Date.parse(at) < searchEnd;) {
    const latestStart = times.reduce((moment, time) => time.nextWorkingMoment(moment) ?? moment, at);
    if (latestStart === at) return at;
    at = latestStart;
  }
  return undefined;
}
