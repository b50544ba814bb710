import type { NotifyTarget, PromiseName } from '../agreement/agreement.ts';

/** The lead's clock never restarts; the owner's restarts with each new owner. */
export const clocks = ['lead', 'owner'] as const;
export type Clock = (typeof clocks)[number];

export interface PromiseReference {
  promise: PromiseName;
  clock: Clock;
}

export const isSamePromise = (a: PromiseReference, b: PromiseReference): boolean =>
  a.promise === b.promise && a.clock === b.clock;

/** A later step of a broken promise's ladder, with the time it is due. */
export interface Escalation {
  at: string;
  notify: NotifyTarget[];
}

export const releaseReasons = [
  'reassigned',
  'returned',
  'ended',
  /** The lead asked for contact before the agreed next step. */
  'pause-ended',
] as const;
export type ReleaseReason = (typeof releaseReasons)[number];

const promisesKeptByTouch: readonly PromiseName[] = [
  'first-contact',
  'touches',
  'reply-to-lead',
  'next-step',
  'activity',
  'sql-contact',
];

export const isKeptByTouch = (promise: PromiseName): boolean => promisesKeptByTouch.includes(promise);

const promisesOfOthers: readonly PromiseName[] = ['transfer', 'return-review', 'arbitration'];

/** The team owes the lead its first contact, no matter who holds the lead. */
export const isFirstContactOfTeam = ({ promise, clock }: PromiseReference): boolean =>
  promise === 'first-contact' && clock === 'lead';

const promisesOfQueue: readonly PromiseName[] = ['activity', 'sql-contact'];

/** While a lead that was contacted before waits in the queue, the team owes what its next owner will owe. */
export const runsInQueue = ({ promise, clock }: PromiseReference): boolean =>
  clock === 'lead' && promisesOfQueue.includes(promise);

export const isOwedByTeam = (reference: PromiseReference): boolean =>
  isFirstContactOfTeam(reference) || runsInQueue(reference);

/** Marketing or the arbiter owes the other promises. */
export const isOwedByOwner = (promise: PromiseName): boolean => !promisesOfOthers.includes(promise);
