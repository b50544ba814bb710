import type { LadderStep, PromiseName } from '../agreement/agreement.ts';
import type { CountedTime } from '../time/counted-time.ts';
import { durationMilliseconds } from '../time/duration.ts';
import type { Draft } from './draft.ts';
import { leadAccount } from './lead-account.ts';
import type { LeadHolding } from './lead-account.ts';
import { isFirstContactOfTeam, isOwedByOwner, isOwedByTeam } from './promises.ts';
import type { Clock, PromiseReference, ReleaseReason } from './promises.ts';
import { isQueued } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { TicketKind } from './steps.ts';

/**
 * While a promise runs on both clocks, only the owner's clock sends reminders and the notifications at the breach; the
 * lead's clock sends the later ones, and all of them while the lead is in the queue. If the lead's clock was kept before,
 * the owner's clock sends all of them.
 */
const runsOnBothClocks = (promise: PromiseName): boolean => promise === 'first-contact';

const calendarOwner = (draft: Draft, reference: PromiseReference): string | undefined =>
  isOwedByOwner(reference.promise) && !isOwedByTeam(reference) ? (draft.state.ownerId ?? undefined) : undefined;

const timeOf = ({ context }: Draft, running: PromiseReference & { ownerId?: string }): CountedTime =>
  isOwedByTeam(running) ? context.poolTime : context.time(running.ownerId);

/** @param from when the clock starts; the step itself takes effect at `at` */
export function startPromise(draft: Draft, promise: PromiseName, clock: Clock, at: string, from = at): void {
  const { within, counted, remindAtShares } = draft.context.agreement.promises[promise];
  const ownerId = calendarOwner(draft, { promise, clock });
  const time = timeOf(draft, { promise, clock, ...(ownerId && { ownerId }) });
  const span = durationMilliseconds(within);
  const atShare = (share: number): string => time.add(counted, from, Math.round(span * share));
  const hasReminders = clock === 'owner' || !runsOnBothClocks(promise);
  draft.addBySystem(at, {
    type: 'promise-started',
    promise,
    clock,
    ...(from !== at && { startsAt: from }),
    dueAt: atShare(1),
    remindAt: hasReminders ? remindAtShares.map(atShare) : [],
    ...(ownerId && { ownerId }),
  });
}

/** Continues a promise as it ran before, because what had kept it was a mistake. */
export function reopenPromise(draft: Draft, running: RunningPromise, at: string): void {
  const { promise, clock, from, dueAt, ownerId } = running;
  draft.addBySystem(at, {
    type: 'promise-started',
    promise,
    clock,
    startsAt: from,
    dueAt,
    remindAt: [],
    ...(ownerId && { ownerId }),
  });
}

/** A promise kept late is recorded as broken and as kept. */
export function keepPromise(draft: Draft, promise: PromiseName, clock: Clock, at: string): void {
  const running = draft.runningPromise(promise, clock);
  if (!running) return;
  const isLate = Date.parse(at) > Date.parse(running.dueAt);
  if (isLate) breakPromise(draft, promise, clock);
  const { counted } = draft.context.agreement.promises[promise];
  draft.addBySystem(at, {
    type: 'promise-kept',
    promise,
    clock,
    // A command received in time can be decided after the breach was committed. The record must not hold the promise as
    // both broken and kept in time.
    late: running.broken || isLate,
    countedMilliseconds: timeOf(draft, running).between(counted, running.from, at),
    wallClockMilliseconds: Math.max(0, Date.parse(at) - Date.parse(running.from)),
    ...draft.promiseOwner(running),
    ...accountOf(draft, running, at),
  });
}

/** The team owes the lead its first contact, so a report breaks the time down by who held the lead. */
const accountOf = ({ state }: Draft, running: PromiseReference, until: string): { account?: LeadHolding[] } =>
  isFirstContactOfTeam(running) ? { account: leadAccount(state, until) } : {};

/** @param ticket absent when the same decision keeps the promise late */
export function breakPromise(draft: Draft, promise: PromiseName, clock: Clock, ticket?: TicketKind): void {
  const running = draft.runningPromise(promise, clock);
  if (!running || running.broken) return;
  const { dueAt } = running;
  const { counted, ladder } = draft.context.agreement.promises[promise];
  const time = timeOf(draft, running);
  const isOnBothClocks =
    runsOnBothClocks(promise) && (clock === 'lead' || draft.runningPromise(promise, 'lead') !== undefined);
  const ladderSteps = ladder.filter((step) => !isOnBothClocks || notifiesOn(clock, step, draft.state));
  const notified = ladderSteps
    .filter(isAtBreach)
    .flatMap(({ notify }) => notify)
    .filter((target) => target !== 'owner' || !isOwedByTeam(running));
  const escalations = ladderSteps
    .filter((step) => !isAtBreach(step))
    .map(({ after, notify }) => ({ at: time.add(counted, dueAt, durationMilliseconds(after)), notify }));
  draft.addByClock(dueAt, {
    type: 'promise-broken',
    promise,
    clock,
    dueAt,
    latenessMilliseconds: Math.max(0, Date.parse(draft.context.now) - Date.parse(dueAt)),
    ...(notified.length > 0 && { notified }),
    ...(escalations.length > 0 && { escalations }),
    ...draft.promiseOwner(running),
    ...accountOf(draft, running, dueAt),
  });
  if (ticket) draft.openTicket(ticket, dueAt);
}

const isAtBreach = ({ after }: LadderStep): boolean => durationMilliseconds(after) === 0;

const notifiesOn = (clock: Clock, step: LadderStep, state: HandoffState): boolean =>
  isAtBreach(step) ? clock === 'owner' || isQueued(state) : clock === 'lead';

/**
 * Moves the due time so that as much counted time remains after the pause as remained before it. The remainder is taken
 * from the whole, because `workday` time does not add up from parts.
 *
 * @param since when the clock started to count, or continues after an earlier pause that still lasts
 */
export function pausePromise(draft: Draft, running: RunningPromise, at: string, since: string, until: string): void {
  const { counted } = draft.context.agreement.promises[running.promise];
  const time = timeOf(draft, running);
  const passed = time.between(counted, since, at);
  const remaining = (moment: string): number => Math.max(0, time.between(counted, since, moment) - passed);
  reschedulePromise(draft, running, at, (moment) => time.add(counted, until, remaining(moment)));
}

/** What is left after a pause counts from an earlier moment than the end that the pause was to have. */
export function resumePromise(
  draft: Draft,
  running: RunningPromise,
  pausedUntil: string,
  at: string,
  from: string,
): void {
  const { counted } = draft.context.agreement.promises[running.promise];
  const time = timeOf(draft, running);
  reschedulePromise(draft, running, at, (moment) =>
    time.add(counted, from, time.between(counted, pausedUntil, moment)),
  );
}

/** Moves the due time and the reminders. A broken promise stays as it is. */
function reschedulePromise(
  draft: Draft,
  running: RunningPromise,
  at: string,
  rescheduled: (moment: string) => string,
): void {
  if (running.broken) return;
  const { promise, clock, dueAt, reminders } = running;
  draft.addBySystem(at, {
    type: 'promise-rescheduled',
    promise,
    clock,
    dueAt: rescheduled(dueAt),
    remindAt: reminders.map((reminder) => rescheduled(reminder.at)),
    ...draft.promiseOwner(running),
  });
}

export function releasePromise(draft: Draft, running: RunningPromise, reason: ReleaseReason, at: string): void {
  const { promise, clock } = running;
  draft.addBySystem(at, { type: 'promise-released', promise, clock, reason, ...draft.promiseOwner(running) });
}

export function releaseOwnerPromises(draft: Draft, reason: ReleaseReason, at: string): void {
  for (const running of draft.state.promises) if (running.clock === 'owner') releasePromise(draft, running, reason, at);
}

/** Releases what sales owes the lead, no matter who owns it. */
export function releaseLeadPromises(draft: Draft, reason: ReleaseReason, at: string): void {
  for (const running of draft.state.promises) {
    if (running.clock === 'lead' && isOwedByOwner(running.promise)) releasePromise(draft, running, reason, at);
  }
}

export function releaseAllPromises(draft: Draft, reason: ReleaseReason, at: string): void {
  for (const running of draft.state.promises) releasePromise(draft, running, reason, at);
}
