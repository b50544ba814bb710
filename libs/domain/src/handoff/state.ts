import type { PromiseName } from '../agreement/agreement.ts';
import type { ContactMethod } from '../lead/lead.ts';
import { isReferenced } from './steps.ts';
import type {
  Clock,
  Ending,
  Escalation,
  PromiseReference,
  QualifyingAnswer,
  ReturnWindow,
  TicketKind,
  TouchChannel,
  TouchOutcome,
  AssignmentReason,
} from './steps.ts';

export const stages = [
  'transferring',
  'queued',
  'awaiting-acceptance',
  'awaiting-first-contact',
  'working',
  /** Marketing looks at what sales gave back. */
  'returned',
  /** The arbiter does. */
  'contested',
  /** The closer is to make contact, or has, and can still give it back. */
  'sql',
  'ended',
] as const;
export type Stage = (typeof stages)[number];

export interface RunningPromise extends PromiseReference {
  ownerId?: string;
  from: string;
  dueAt: string;
  /** Shares and moments of the reminders that are still to come. */
  reminders: { share: number; at: string }[];
  broken: boolean;
  /** Of a broken one: who is still to be told, and when. */
  escalations: Escalation[];
}

/** A promise that was broken, for whoever owed it then; its clock may be over since. */
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
  /** The version of the record that holds it. */
  version: number;
  at: string;
  /** When a machine shows that it was made, where that is earlier. */
  madeAt?: string;
  /** In the agreement's zone, `YYYY-MM-DD`. */
  day: string;
  channel: TouchChannel;
  outcome: TouchOutcome;
  counts: boolean;
  reached: boolean;
  /** The promises as they ran before this touch kept them. */
  keptPromises: RunningPromise[];
}

/** What a handoff is now: the fold of its record, and nothing else. Plain data, so that it can be handed on as it is. */
export interface HandoffState {
  handoffId: string;
  version: number;
  stage: Stage;
  teamId: string | null;
  ownerId: string | null;
  /** Who must not get this lead again, and why. */
  exclusions: { personId: string; reason: 'declined' | 'promise-broken' | 'previous-owner' }[];
  /** Why a lead was to be given to somebody when nobody was eligible, when to look again by the clock, and what that one owes at once. */
  pendingAssignment?: { reason: AssignmentReason; retryRoutingAt?: string; urgentPromises?: PromiseName[] };
  transferredAt?: string;
  opened: boolean;
  accepted: boolean;
  /** Running, or broken and not yet kept. */
  promises: RunningPromise[];
  brokenPromises: PromiseName[];
  /** Not corrected so far. */
  breaches: Breach[];
  /** Oldest first. */
  ownerships: Ownership[];
  tickets: TicketKind[];
  /** All that were not voided, oldest first. */
  touches: Touch[];
  touchLimits: { minimum: number; maximum: number; minimumDays: number };
  reachableBy: ContactMethod[];
  /** The signs of interest that it knows. */
  signalIds: string[];
  askedCriteria: string[];
  /** The newest answer to each question. */
  answers: QualifyingAnswer[];
  /** Whether the lead has spoken with anybody: a touch that reached it, or an answer of its own. */
  leadReplied: boolean;
  /** When it answered last of its own. */
  leadRepliedAt?: string;
  /** When the lead asked to be contacted next. */
  nextStepAt?: string;
  /** Until when a return can be given, by the window of its reason. */
  returnWindows: ReturnWindow[];
  /** Until when what only a conversation shows can be given back: the due moment of the touches, or as long for who gets an overturned return. */
  conversationWindowEndsAt?: string;
  /** When sales got the lead back last because a return was overturned. */
  overturnedAt?: string;
  sqlAt?: string;
  ending?: Ending;
}

const DEFAULT_TOUCH_DAYS = 2;

export function emptyState(handoffId: string): HandoffState {
  return {
    handoffId,
    version: 0,
    stage: 'transferring',
    teamId: null,
    ownerId: null,
    exclusions: [],
    opened: false,
    accepted: false,
    promises: [],
    brokenPromises: [],
    breaches: [],
    ownerships: [],
    tickets: [],
    touches: [],
    touchLimits: { minimum: 5, maximum: 7, minimumDays: DEFAULT_TOUCH_DAYS },
    reachableBy: [],
    signalIds: [],
    askedCriteria: [],
    answers: [],
    leadReplied: false,
    returnWindows: [],
  };
}

export const countedTouches = ({ touches }: HandoffState): Touch[] => touches.filter(({ counts }) => counts);

/** What a touch can keep. */
const promisesKeptByTouch: readonly PromiseName[] = [
  'first-contact',
  'touches',
  'reply-to-lead',
  'next-step',
  'activity',
  'sql-contact',
];

export const isKeptByTouch = (promise: PromiseName): boolean => promisesKeptByTouch.includes(promise);

/** What keeps the promise of the touches. */
export const areEnoughTouches = (touches: readonly Touch[], { touchLimits }: HandoffState): boolean =>
  touches.some(({ reached }) => reached) || touches.filter(({ counts }) => counts).length >= touchLimits.minimum;

export const hasEnoughTouches = (state: HandoffState): boolean =>
  state.leadReplied || areEnoughTouches(state.touches, state);

/**
 * Somebody is looked for: nobody owns the lead, or whoever broke their promise keeps it only until somebody else can take
 * it. The alarm stands for just that.
 */
export const needsOwner = ({ tickets }: HandoffState): boolean => tickets.includes('nobody-eligible');

/** An SQL belongs to a closer, also while it waits for one, and when a return is overturned: then it never ceased to be one. */
export const needsCloser = ({ sqlAt }: HandoffState): boolean => sqlAt !== undefined;

/** Why the lead is given to somebody: whoever chooses at last, it is for what it waited for. */
export const assignmentReason = (
  { stage, pendingAssignment: waiting }: HandoffState,
  why: AssignmentReason,
): AssignmentReason => (stage === 'queued' && waiting ? waiting.reason : why);

/** Whether whoever owns the lead now has touched it; what owners before did is not theirs. */
export function wasTouchedByOwner({ touches, ownerships }: HandoffState): boolean {
  const ownership = ownerships.at(-1);
  return touches.some(({ at, madeAt = at }) => !ownership || Date.parse(madeAt) >= Date.parse(ownership.from));
}

const urgentPromiseNames: readonly PromiseName[] = ['first-contact', 'reply-to-lead', 'next-step'];

/** What the lead waits for, whoever owns it. For an SQL the closer's contact, with a clock of its own, is the first one. */
export const isUrgent = (promise: PromiseName, state: HandoffState): boolean =>
  urgentPromiseNames.includes(promise) && !(promise === 'first-contact' && needsCloser(state));

/** What a new owner owes at once, because the one before owed it still, or it came up while nobody had the lead. */
export function urgentPromises(state: HandoffState): PromiseName[] {
  const { stage, pendingAssignment: waiting, promises } = state;
  const owed = promises.filter(({ clock }) => clock === 'owner').map(({ promise }) => promise);
  const pending =
    stage === 'queued' ? (waiting?.urgentPromises ?? []) : urgentPromiseNames.filter((each) => owed.includes(each));
  return pending.filter((promise) => isUrgent(promise, state));
}

/** Whether it ran before a return was overturned: what sales owes to the lead since then begins with that. */
export const startedBeforeOverturn = ({ from }: RunningPromise, { overturnedAt }: HandoffState): boolean =>
  overturnedAt !== undefined && Date.parse(from) < Date.parse(overturnedAt);

/** Two channels where there are two. */
export const lacksSecondChannel = (state: HandoffState): boolean =>
  state.reachableBy.length >= 2 && new Set(countedTouches(state).map(({ channel }) => channel)).size < 2;

/** Reached means two-way. */
export const wasReached = ({ touches, leadReplied }: HandoffState): boolean =>
  leadReplied || touches.some(({ reached }) => reached);

/** The lead answered of its own, and nobody has touched it since. */
export const hasUnansweredReply = ({ leadReplied, leadRepliedAt, touches }: HandoffState): boolean =>
  leadReplied &&
  touches.every(
    ({ at, madeAt = at }) => leadRepliedAt !== undefined && Date.parse(madeAt) <= Date.parse(leadRepliedAt),
  );

export const isSamePromise = (a: PromiseReference, b: PromiseReference): boolean =>
  a.promise === b.promise && a.clock === b.clock;

export function runningPromise(state: HandoffState, promise: PromiseName, clock: Clock): RunningPromise | undefined {
  return state.promises.find((running) => isSamePromise(running, { promise, clock }));
}

/** Whoever owned the lead at a moment; when it changed hands, both. */
export const ownersAt = ({ ownerships }: HandoffState, moment: string): string[] =>
  ownerships.filter(({ from, until }) => isWithin(moment, from, until ?? moment)).map(({ ownerId }) => ownerId);

/** Both ends belong to it: what is done at the due moment itself is in time. */
export const isWithin = (moment: string, from: string, until: string): boolean =>
  Date.parse(from) <= Date.parse(moment) && Date.parse(moment) <= Date.parse(until);

/** Owed by marketing or the arbiter, not by whoever owns the lead. */
const promisesOfOthers: readonly PromiseName[] = ['transfer', 'return-review', 'arbitration'];

export const isOwedByOwner = (promise: PromiseName): boolean => !promisesOfOthers.includes(promise);

/** Who owes a promise: its owner; on the lead's clock, which outlives owners, whoever owns the lead now. */
export function promiseOwner({ promise, clock, ownerId }: RunningPromise, state: HandoffState): string | undefined {
  if (!isOwedByOwner(promise)) return undefined;
  return clock === 'owner' ? ownerId : (state.ownerId ?? undefined);
}

/** One answer with a machine's trace proves that the questions were asked; without any answer nobody says so. */
export function qualificationEvidence(answers: readonly QualifyingAnswer[]): 'referenced' | 'claimed' | 'none' {
  if (answers.length === 0) return 'none';
  return answers.some(({ evidence }) => isReferenced(evidence)) ? 'referenced' : 'claimed';
}
