import type { LadderStep, PromiseName } from '../agreement/agreement.ts';
import { durationMilliseconds } from '../time/duration.ts';
import type { Draft } from './draft.ts';
import { isOwedByOwner } from './state.ts';
import type { RunningPromise } from './state.ts';
import type { Clock, TicketKind, ReleaseReason } from './steps.ts';

/**
 * While a promise runs on both clocks it reminds and tells at the breach once, on the owner's; the lead's tells later.
 * Where the lead's clock was kept before, as for a lead that comes again, the owner's tells all.
 */
const runsOnBothClocks = (promise: PromiseName): boolean => promise === 'first-contact';

const calendarOwner = (draft: Draft, promise: PromiseName): string | undefined =>
  isOwedByOwner(promise) ? (draft.state.ownerId ?? undefined) : undefined;

/** @param from when the clock begins; the step itself is taken at `at` */
export function startPromise(draft: Draft, promise: PromiseName, clock: Clock, at: string, from = at): void {
  const { within, counted, remindAtShares: remindAt } = draft.context.agreement.promises[promise];
  const ownerId = calendarOwner(draft, promise);
  const time = draft.context.time(ownerId);
  const span = durationMilliseconds(within);
  const moment = (share: number): string => time.add(counted, from, Math.round(span * share));
  const hasReminders = clock === 'owner' || !runsOnBothClocks(promise);
  draft.addBySystem(at, {
    type: 'promise-started',
    promise,
    clock,
    ...(from !== at && { startsAt: from }),
    dueAt: moment(1),
    remindAt: hasReminders ? remindAt.map(moment) : [],
    ...(ownerId && { ownerId }),
  });
}

/** A promise that ran already goes on as it did, because what kept it turned out to be a mistake. */
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

/** Kept late is both: what was not broken yet is broken in the same breath. */
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
    // Received in time but taken after the breach was committed: a promise never counts as both broken and kept in time.
    late: running.broken || isLate,
    countedMilliseconds: draft.context.time(running.ownerId).between(counted, running.from, at),
    wallClockMilliseconds: Math.max(0, Date.parse(at) - Date.parse(running.from)),
    ...draft.promiseOwner(running),
  });
}

/** @param ticket without one where it is kept, late, in the same breath */
export function breakPromise(draft: Draft, promise: PromiseName, clock: Clock, ticket?: TicketKind): void {
  const running = draft.runningPromise(promise, clock);
  if (!running || running.broken) return;
  const { dueAt } = running;
  const { counted, ladder } = draft.context.agreement.promises[promise];
  const time = draft.context.time(running.ownerId);
  const isOnBoth =
    runsOnBothClocks(promise) && (clock === 'lead' || draft.runningPromise(promise, 'lead') !== undefined);
  const rungs = ladder.filter((rung) => !isOnBoth || notifiesOn(clock, rung));
  const notified = rungs.filter(isAtBreach).flatMap(({ notify }) => notify);
  const later = rungs
    .filter((rung) => !isAtBreach(rung))
    .map(({ after, notify }) => ({ at: time.add(counted, dueAt, durationMilliseconds(after)), notify }));
  draft.addByClock(dueAt, {
    type: 'promise-broken',
    promise,
    clock,
    dueAt,
    latenessMilliseconds: Math.max(0, Date.parse(draft.context.now) - Date.parse(dueAt)),
    ...(notified.length > 0 && { notified }),
    ...(later.length > 0 && { escalations: later }),
    ...draft.promiseOwner(running),
  });
  if (ticket) draft.openTicket(ticket, dueAt);
}

const isAtBreach = ({ after }: LadderStep): boolean => durationMilliseconds(after) === 0;

const notifiesOn = (clock: Clock, rung: LadderStep): boolean =>
  isAtBreach(rung) ? clock === 'owner' : clock === 'lead';

/**
 * Moves the due moment so that as much counted time is left after the pause as there was before it: what was left of the
 * whole, since parts of a workday do not add up to it.
 * @param since when it began to count, or goes on after the pause before; while that one still lasts, no time passes
 */
export function pausePromise(draft: Draft, running: RunningPromise, at: string, since: string, until: string): void {
  if (running.broken) return;
  const { promise, clock, dueAt, reminders } = running;
  const { counted } = draft.context.agreement.promises[promise];
  const time = draft.context.time(running.ownerId);
  const passed = time.between(counted, since, at);
  const left = (moment: string): number => Math.max(0, time.between(counted, since, moment) - passed);
  const moved = (moment: string): string => time.add(counted, until, left(moment));
  draft.addBySystem(at, {
    type: 'promise-rescheduled',
    promise,
    clock,
    dueAt: moved(dueAt),
    remindAt: reminders.map((reminder) => moved(reminder.at)),
    ...draft.promiseOwner(running),
  });
}

export function releasePromise(draft: Draft, running: RunningPromise, why: ReleaseReason, at: string): void {
  const { promise, clock } = running;
  draft.addBySystem(at, { type: 'promise-released', promise, clock, reason: why, ...draft.promiseOwner(running) });
}
