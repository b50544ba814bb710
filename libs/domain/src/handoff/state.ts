import type { PromiseName } from '../agreement/agreement.ts';
import type { ContactMethod } from '../lead/lead.ts';
import type { LeadExclusions } from '../routing/member.ts';
import type { EvidenceLevel, RecordedAnswer } from './evidence.ts';
import { isOwedByOwner, isOwedByTeam, isSamePromise } from './promises.ts';
import type { Clock, Escalation, PromiseReference } from './promises.ts';
import type { AssignmentReason, Ending, ReturnWindow, TicketKind, TouchLimits } from './steps.ts';
import type { TouchChannel, TouchOutcome } from './touches.ts';

export const stages = [
  'transferring',
  'queued',
  'awaiting-acceptance',
  'awaiting-first-contact',
  'working',
  /** Marketing reviews the return. */
  'returned',
  /** The arbiter decides about the contested return. */
  'contested',
  /** The closer has the lead and can still return it. */
  'sql',
  'ended',
] as const;
export type Stage = (typeof stages)[number];

/** A promise whose clock runs, or that was broken and is not kept yet. */
export interface RunningPromise extends PromiseReference {
  ownerId?: string;
  from: string;
  dueAt: string;
  /** Reminders still to come, soonest first. */
  reminders: { at: string }[];
  broken: boolean;
  /** Steps of a broken promise's ladder that are still to come. */
  escalations: Escalation[];
}

/** A broken promise of the person who owed it at that time. Its clock may have been released since. */
export interface Breach extends PromiseReference {
  ownerId?: string;
  from: string;
  dueAt: string;
}

export interface Ownership {
  ownerId: string;
  from: string;
  until?: string;
}

export interface Touch {
  /** The version of its step in the record. */
  version: number;
  at: string;
  /** Present when referenced evidence shows that the touch was made earlier than it was received. */
  madeAt?: string;
  /** The moment that it counts for; absent when it never counts. */
  countedAt?: string;
  /** In the agreement's zone, `YYYY-MM-DD`. */
  day: string;
  channel: TouchChannel;
  outcome: TouchOutcome;
  evidence: EvidenceLevel;
  counts: boolean;
  reached: boolean;
  /** When it reached the lead: until then its owner can return it for what the conversation showed. */
  conversationWindowEndsAt?: string;
  /** The promises that this touch kept, as they ran before. Voiding the touch reopens them. */
  keptPromises: RunningPromise[];
}

/** What the next owner of a queued lead gets it for. */
export interface PendingAssignment {
  reason: AssignmentReason;
  /** What the next owner owes from the moment of assignment. */
  urgentPromises: PromiseName[];
}

/** The fold of a handoff's record, and nothing else. Plain data, so that it can be serialised. */
export interface HandoffState {
  handoffId: string;
  version: number;
  /** The latest moment at which a step took effect. */
  lastStepAt?: string;
  stage: Stage;
  teamId: string | null;
  ownerId: string | null;
  /** People who must not get this lead again. */
  exclusions: LeadExclusions;
  pendingAssignment?: PendingAssignment;
  /** When the signal that made the lead MQL was received. */
  requestedAt?: string;
  transferredAt?: string;
  /** The team that the lead was passed to; the rules no longer choose its pool. */
  namedTeamId?: string;
  /** The people whose working time the lead's clock of the first contact counts. */
  pool: string[];
  /** When to check whether the lead leaves an owner who has not accepted or touched it. */
  ownerCheckAt?: string | undefined;
  opened: boolean;
  accepted: boolean;
  promises: RunningPromise[];
  brokenPromises: PromiseName[];
  /** Breaches that no evidence has corrected. */
  breaches: Breach[];
  /** Oldest first. */
  ownerships: Ownership[];
  tickets: TicketKind[];
  /** Touches that were not voided, oldest first. */
  touches: Touch[];
  touchLimits: TouchLimits;
  reachableBy: ContactMethod[];
  signalIds: string[];
  /** When the lead last asked for contact. */
  lastDirectSignalAt?: string;
  askedCriteria: string[];
  /** The latest answer to each question. */
  answers: RecordedAnswer[];
  /** Whether the lead wrote or called on its own initiative. */
  leadReplied: boolean;
  leadRepliedAt?: string;
  /** How many automatic messages were kept as engagement; absent before the first. */
  engagements?: number;
  /** When the lead asked to be contacted next. */
  nextStepAt?: string;
  /** When the lead asked to be contacted after this handoff. */
  postponedUntil?: string;
  returnWindows: ReturnWindow[];
  /** When the window closes for returns whose reason only a conversation shows; a late conversation extends it. */
  conversationWindowEndsAt?: string;
  /** The reason of the latest return, a code of the agreement's dictionary. */
  returnReason?: string;
  /** When sales last got the lead back because a return was overturned. */
  overturnedAt?: string;
  /** When the lead became an SQL. A final return withdraws it. */
  sqlAt?: string | undefined;
  ending?: Ending;
}

export function emptyState(handoffId: string): HandoffState {
  return {
    handoffId,
    version: 0,
    stage: 'transferring',
    teamId: null,
    ownerId: null,
    exclusions: [],
    pool: [],
    opened: false,
    accepted: false,
    promises: [],
    brokenPromises: [],
    breaches: [],
    ownerships: [],
    tickets: [],
    touches: [],
    touchLimits: { minimum: 5, maximum: 7, minimumDays: 2, countOnceWithin: 'PT10M' },
    reachableBy: [],
    signalIds: [],
    askedCriteria: [],
    answers: [],
    leadReplied: false,
    returnWindows: [],
  };
}

export const countedTouches = ({ touches }: HandoffState): Touch[] => touches.filter(({ counts }) => counts);

/** Whether these touches keep the `touches` promise. */
export const areEnoughTouches = (touches: readonly Touch[], { touchLimits }: HandoffState): boolean =>
  touches.some(({ reached }) => reached) || touches.filter(({ counts }) => counts).length >= touchLimits.minimum;

export const hasEnoughTouches = (state: HandoffState): boolean =>
  state.leadReplied || areEnoughTouches(state.touches, state);

/** Whether a two-way contact took place. */
export const wasReached = ({ touches, leadReplied }: HandoffState): boolean =>
  leadReplied || touches.some(({ reached }) => reached);

/** Whether the lead wrote or called and nobody has touched it since. */
export const hasUnansweredReply = ({ leadReplied, leadRepliedAt, touches }: HandoffState): boolean =>
  leadReplied &&
  touches.every(
    ({ at, madeAt = at }) => leadRepliedAt !== undefined && Date.parse(madeAt) <= Date.parse(leadRepliedAt),
  );

/** On how many channels the lead must be tried: as many as the agreement demands, but no more than its contact methods. */
export const requiredChannels = ({ touchLimits, reachableBy }: HandoffState): number =>
  Math.min(touchLimits.minimumChannels ?? 2, reachableBy.length);

export const lacksChannel = (state: HandoffState): boolean =>
  new Set(countedTouches(state).map(({ channel }) => channel)).size < requiredChannels(state);

/** On how many days of the agreement's zone the lead was tried. */
export const daysTried = (state: HandoffState): number => new Set(countedTouches(state).map(({ day }) => day)).size;

/** Whether the current owner has touched the lead. Touches of earlier owners do not count. */
export function wasTouchedByOwner({ touches, ownerships }: HandoffState): boolean {
  const ownership = ownerships.at(-1);
  return touches.some(({ at, madeAt = at }) => !ownership || Date.parse(madeAt) >= Date.parse(ownership.from));
}

/** Whether the lead waits in the team queue. */
export const isQueued = ({ stage }: HandoffState): boolean => stage === 'queued';

/** Since when sales has had the lead without an owner; undefined while it has one. */
export function waitsSince({ ownerships, transferredAt }: HandoffState): string | undefined {
  const last = ownerships.at(-1);
  return last ? last.until : transferredAt;
}

/** Whether the promise is the first contact of a queued lead. The late leads of one queue share a ticket and its messages. */
export const isOwedByQueue = (reference: PromiseReference, state: HandoffState): boolean =>
  isOwedByTeam(reference) && isQueued(state);

/**
 * The person whose slot the lead takes: its owner until their first touch. An SQL at a closer takes none, and neither does
 * a lead that marketing or the arbiter decides about, nor a contacted lead that its new owner has accepted: nothing about it
 * is due within minutes.
 */
export function slotOwnerOf(state: HandoffState): string | undefined {
  const { ownerId, stage, accepted } = state;
  const isWithRep = stage === 'awaiting-acceptance' || stage === 'awaiting-first-contact' || stage === 'working';
  const waitsForTouch = !accepted || runningPromise(state, 'first-contact', 'owner') !== undefined;
  return isWithRep && ownerId !== null && waitsForTouch && !wasTouchedByOwner(state) ? ownerId : undefined;
}

/** An SQL belongs to a closer, even while it is queued or after an overturned return. */
export const needsCloser = ({ sqlAt }: HandoffState): boolean => sqlAt !== undefined;

/** The reason that an assignment is recorded with. A queued lead keeps the reason for which it was queued. */
export const assignmentReason = (
  { stage, pendingAssignment }: HandoffState,
  reason: AssignmentReason,
): AssignmentReason => (stage === 'queued' && pendingAssignment ? pendingAssignment.reason : reason);

const urgentPromiseNames: readonly PromiseName[] = ['first-contact', 'reply-to-lead', 'next-step'];

/** Whether the lead waits for this promise, no matter who owns it. For an SQL `sql-contact` replaces the first contact. */
export const isUrgent = (promise: PromiseName, state: HandoffState): boolean =>
  urgentPromiseNames.includes(promise) && !(promise === 'first-contact' && needsCloser(state));

/** What a new owner owes from the moment of assignment: what the previous owner still owed, or what came up in the queue. */
export function urgentPromises(state: HandoffState): PromiseName[] {
  const { stage, pendingAssignment, promises } = state;
  const owed = promises.filter(({ clock }) => clock === 'owner').map(({ promise }) => promise);
  const pending =
    stage === 'queued'
      ? (pendingAssignment?.urgentPromises ?? [])
      : urgentPromiseNames.filter((promise) => owed.includes(promise));
  return pending.filter((promise) => isUrgent(promise, state));
}

/** After an overturned return sales owes the lead's promises again, from then on. */
export const startedBeforeOverturn = ({ from }: RunningPromise, { overturnedAt }: HandoffState): boolean =>
  overturnedAt !== undefined && Date.parse(from) < Date.parse(overturnedAt);

export function runningPromise(state: HandoffState, promise: PromiseName, clock: Clock): RunningPromise | undefined {
  return state.promises.find((running) => isSamePromise(running, { promise, clock }));
}

/** The owners at a given time: both of them when the lead changed hands exactly then. */
export const ownersAt = ({ ownerships }: HandoffState, moment: string): string[] =>
  ownerships.filter(({ from, until }) => isWithin(moment, from, until ?? moment)).map(({ ownerId }) => ownerId);

/** Inclusive at both ends: what is done exactly when it is due is in time. */
export const isWithin = (moment: string, from: string, until: string): boolean =>
  Date.parse(from) <= Date.parse(moment) && Date.parse(moment) <= Date.parse(until);

/** The person who owes a promise, if it is one person. The lead's clock outlives owners, so the current owner owes the touches. */
export function promiseOwner({ promise, clock, ownerId }: RunningPromise, state: HandoffState): string | undefined {
  if (!isOwedByOwner(promise) || isOwedByTeam({ promise, clock })) return undefined;
  return clock === 'owner' ? ownerId : (state.ownerId ?? undefined);
}
