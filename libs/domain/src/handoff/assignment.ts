import type { PromiseName } from '../agreement/agreement.ts';
import { poolMembers } from '../routing/choose.ts';
import { hasNobodyEligible } from '../routing/decision.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { latest } from '../time/moment.ts';
import { systemActor } from './draft.ts';
import type { Draft } from './draft.ts';
import { keepPromise, releaseOwnerPromises, releasePromise, startPromise } from './promise-clocks.ts';
import { isOwedByTeam, runsInQueue } from './promises.ts';
import type { Actor } from './record.ts';
import { assignmentReason, hasEnoughTouches, hasUnansweredReply, needsCloser, urgentPromises } from './state.ts';
import type { AssignmentReason, RerouteReason, ReturnWindow } from './steps.ts';

/** Each of these opens new return windows. */
const reasonsThatOpenWindows: readonly AssignmentReason[] = ['transfer', 'overturned', 'rerouted', 'sql'];

/**
 * Assigns the lead to the router's choice, or puts it into the team queue. It takes effect now: its cause can be in
 * the past, but the new owner's clock must not start there.
 */
export function assign(
  draft: Draft,
  reason: AssignmentReason,
  causedAt: string,
  actor: Actor = systemActor,
  routing = draft.context.routing,
): void {
  assignAt(draft, latest(causedAt, draft.context.now), reason, actor, routing);
}

/** Like `assign`, but `at` can be in the past, for example the time of the touch that led to the assignment. */
export function assignAt(
  draft: Draft,
  at: string,
  reason: AssignmentReason,
  actor: Actor,
  routing: RoutingDecision | undefined,
): void {
  const { handoffId, transferredAt, ownerships } = draft.state;
  if (!routing) throw new TypeError(`Handoff ${handoffId}: an assignment for "${reason}" needs a routing decision`);
  const urgent = urgentPromises(draft.state);
  const originalReason = assignmentReason(draft.state, reason);
  const isAfterOverturn = originalReason === 'overturned';
  const restartsTouches = isAfterOverturn || originalReason === 'rerouted';
  if (transferredAt === undefined) transfer(draft, routing, at);
  if (!routing.chosen) {
    queue(draft, reason, routing, at, actor);
    return;
  }
  releaseOwnerPromises(draft, 'reassigned', at);
  const isFirst = ownerships.length === 0;
  recordAssignment(draft, reason, routing, at, actor);
  const isSql = needsCloser(draft.state);
  startPromise(draft, isSql ? 'sql-contact' : 'acceptance', 'owner', at);
  startUrgentPromises(draft, urgent, at);
  if (isSql) return;
  startContactClocks(draft, at, restartsTouches);
  if (isFirst || (restartsTouches && !hasEnoughTouches(draft.state))) startPromise(draft, 'touches', 'lead', at);
}

/** Sales has the lead from here on. The lead's clock of the first contact starts, and never restarts. */
function transfer(draft: Draft, routing: RoutingDecision, at: string): void {
  const pool = routing.basis === 'agreement' ? poolMembers(routing).map(({ personId }) => personId) : [routing.chosen];
  draft.addBySystem(at, { type: 'transferred', teamId: routing.teamId, pool });
  keepPromise(draft, 'transfer', 'lead', at);
  draft.closeTickets(at, 'not-transferred');
  startPromise(draft, 'first-contact', 'lead', at);
}

/** The team lead owns the next step of a queued lead. It needs a ticket only if nobody is there to take it, or if it is late. */
function queue(draft: Draft, reason: AssignmentReason, routing: RoutingDecision, at: string, actor: Actor): void {
  const { ownerId } = draft.state;
  const nextStepFrom = draft.runningPromise('next-step', 'owner')?.from;
  draft.add(at, actor, {
    type: 'queued',
    teamId: routing.teamId,
    reason,
    routing,
    ...(ownerId && { previousOwnerId: ownerId }),
  });
  releaseOwnerPromises(draft, 'reassigned', at);
  if (hasNobodyEligible(routing)) draft.openTicket('nobody-eligible', at);
  startQueueClock(draft, at, nextStepFrom);
  if (draft.state.promises.some((running) => isOwedByTeam(running) && running.broken))
    draft.openTicket('late-in-queue', at);
}

/** A lead whose own clocks were kept before would wait without any. */
function startQueueClock(draft: Draft, at: string, nextStepFrom: string | undefined): void {
  const isWatched = draft.state.promises.some(({ promise, clock }) => clock === 'lead' && promise !== 'transfer');
  if (isWatched) return;
  const promise = needsCloser(draft.state) ? 'sql-contact' : 'activity';
  startPromise(draft, promise, 'lead', at, latest(at, nextStepFrom));
}

function releaseQueueClocks(draft: Draft, at: string): void {
  for (const running of draft.state.promises)
    if (runsInQueue(running)) releasePromise(draft, running, 'reassigned', at);
}

/** Passes the lead to the team that it belongs to. Its first-contact clock continues; everything else starts again there. */
export function reroute(draft: Draft, teamId: string, reason: RerouteReason, at: string, actor: Actor): void {
  const { teamId: previousTeamId } = draft.state;
  draft.add(at, actor, { type: 'rerouted', teamId, reason, ...(previousTeamId && { previousTeamId }) });
  // These tickets belong to the queue that the lead leaves.
  draft.closeTickets(at, 'nobody-eligible', 'late-in-queue');
  assign(draft, 'rerouted', at, actor);
}

/** Records the new owner. The caller starts the clocks. */
export function recordAssignment(
  draft: Draft,
  reason: AssignmentReason,
  routing: RoutingDecision & { chosen?: string },
  at: string,
  actor: Actor = systemActor,
): void {
  const { ownerId, returnWindows } = draft.state;
  const { chosen } = routing;
  const originalReason = assignmentReason(draft.state, reason);
  const ownerCheckAt = chosen && !needsCloser(draft.state) ? draft.context.time(chosen).endOfInterval(at) : undefined;
  const opensWindows = reasonsThatOpenWindows.includes(originalReason) || returnWindows.length === 0;
  draft.add(at, actor, {
    type: 'assigned',
    ownerId: chosen ?? '',
    teamId: routing.teamId,
    reason,
    routing,
    ...(ownerId && { previousOwnerId: ownerId }),
    ...(ownerCheckAt && { ownerCheckAt }),
    ...(opensWindows && chosen && { returnWindows: returnWindowsFrom(draft, at, chosen) }),
    ...(originalReason === 'overturned' &&
      chosen && { conversationWindowEndsAt: conversationWindowEnd(draft, at, chosen) }),
  });
  releaseQueueClocks(draft, at);
  draft.closeTickets(at, 'nobody-eligible', 'late-in-queue');
}

/** The new owner owes what the previous one still owed. A missed next step is due again from now. */
export function startUrgentPromises(draft: Draft, urgent: readonly PromiseName[], at: string): void {
  for (const promise of urgent) {
    const from = promise === 'next-step' ? latest(at, draft.state.nextStepAt) : at;
    startPromise(draft, promise, 'owner', at, from);
  }
}

function startContactClocks(draft: Draft, at: string, isNewStart: boolean): void {
  if (draft.state.touches.length > 0 && !isNewStart) {
    startPromise(draft, 'activity', 'owner', at, draft.runningPromise('next-step', 'owner')?.from);
    return;
  }
  if (!draft.runningPromise('first-contact', 'owner')) startPromise(draft, 'first-contact', 'owner', at);
  if (hasUnansweredReply(draft.state) && !draft.runningPromise('reply-to-lead', 'owner'))
    startPromise(draft, 'reply-to-lead', 'owner', at);
}

/** One window for every duration that a return reason has. */
function returnWindowsFrom(draft: Draft, from: string, personId: string): ReturnWindow[] {
  const { window, reasons } = draft.context.agreement.returns;
  const durations = new Set([window.within, ...reasons.flatMap((reason) => reason.window ?? [])]);
  const time = draft.context.time(personId);
  return [...durations].map((duration) => ({
    window: duration,
    endsAt: time.add(window.counted, from, durationMilliseconds(duration)),
  }));
}

/** As long as the touches promise, even if that promise does not run again because the lead was already reached. */
function conversationWindowEnd(draft: Draft, from: string, personId: string): string {
  const { within, counted } = draft.context.agreement.promises.touches;
  return draft.context.time(personId).add(counted, from, durationMilliseconds(within));
}
