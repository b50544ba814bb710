import { assign } from './assignment.ts';
import { deadlines } from './deadlines.ts';
import type { Deadline } from './deadlines.ts';
import { acceptReturn } from './decide-return.ts';
import type { Draft } from './draft.ts';
import { endHandoff } from './end-handoff.ts';
import { breakPromise } from './promise-clocks.ts';
import { checkIdleOwner, checkOwner } from './owner-check.ts';
import { isOwedByTeam } from './promises.ts';
import { isMissedAcceptance, isMissedFirstContact } from './reroute.ts';
import { isQueued } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { TicketKind } from './steps.ts';
import { ticketForPromise } from './ticket-for-promise.ts';

/** Adds the steps of every deadline at `moment`: reminders, breaches with their tickets, escalations and a new assignment. */
export function decideDeadline(draft: Draft, moment: string): void {
  const due = deadlines(draft.state).filter(({ at }) => at === moment);
  const broken: RunningPromise[] = [];
  let checksOwner = false;
  for (const deadline of due) {
    switch (deadline.kind) {
      case 'reminder':
        remind(draft, deadline);
        break;
      case 'due':
        broken.push(deadline.promise);
        break;
      case 'escalation':
        escalate(draft, deadline);
        break;
      case 'owner-check':
        checksOwner = true;
        break;
      case 'return-window-closed':
        endHandoff(draft, 'sql', moment);
        break;
    }
  }
  for (const running of broken) breakPromise(draft, running.promise, running.clock, breachTicket(running, draft.state));
  // Assign once, after all breaches: otherwise the new owner's fresh clocks would be among them.
  if (broken.some((running) => isMissedAcceptance(running, draft.state))) assign(draft, 'not-accepted', moment);
  else if (broken.some((running) => isMissedFirstContact(running, draft.state))) checkIdleOwner(draft, moment);
  else if (checksOwner && draft.state.ownerCheckAt === moment) checkOwner(draft, moment);
  const isReviewOverdue = broken.some(({ promise }) => promise === 'return-review');
  if (isReviewOverdue && draft.context.agreement.returns.onSilence === 'accept')
    acceptReturn(draft, { disposition: 'nurtured' }, moment);
}

/** A late lead has a ticket only in the queue. Its owner has a ticket when their own clock has run out. */
const breachTicket = (running: RunningPromise, state: HandoffState): TicketKind | undefined =>
  isOwedByTeam(running) && !isQueued(state) ? undefined : ticketForPromise(running, state);

/** A reminder is skipped if the promise or its next reminder is already due. */
function remind(draft: Draft, { promise: running, remaining, at }: Deadline & { kind: 'reminder' }): void {
  const { promise, clock, dueAt, reminders } = running;
  const now = Date.parse(draft.context.now);
  const skipped =
    now >= Date.parse(dueAt) ||
    reminders.some((later) => Date.parse(later.at) > Date.parse(at) && now >= Date.parse(later.at));
  draft.addByClock(at, {
    type: 'promise-reminder-due',
    promise,
    clock,
    // The share of the time as the agreement counts it, not of the wall clock: a night can come in between.
    share: draft.context.agreement.promises[promise].remindAtShares.at(-remaining) ?? 1,
    skipped,
    ...draft.promiseOwner(running),
  });
}

function escalate(draft: Draft, { promise: running, escalation }: Deadline & { kind: 'escalation' }): void {
  const { promise, clock } = running;
  draft.addByClock(escalation.at, {
    type: 'escalated',
    promise,
    clock,
    notified: escalation.notify,
    ...draft.promiseOwner(running),
  });
}
