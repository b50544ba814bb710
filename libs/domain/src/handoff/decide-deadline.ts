import type { PromiseName } from '../agreement/agreement.ts';
import { deadlines } from './deadlines.ts';
import type { Deadline } from './deadlines.ts';
import { acceptReturn } from './decide-return.ts';
import type { Draft } from './draft.ts';
import { breakPromise } from './promise-clocks.ts';
import { wasTouchedByOwner } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { TicketKind, AssignmentReason } from './steps.ts';

/** What happens by itself at a moment: reminders, breaches with their tickets, ladders, and the lead passed on to somebody else. */
export function decideDeadline(draft: Draft, moment: string): void {
  const { state } = draft;
  const due = deadlines(state).filter(({ at }) => at === moment);
  const broken: RunningPromise[] = [];
  let retriesRouting = false;
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
      case 'retry-routing':
        retriesRouting = true;
        break;
      case 'return-window-closed':
        draft.end('sql', moment);
        break;
    }
  }
  for (const { promise, clock } of broken) breakPromise(draft, promise, clock, ticketForPromise(promise, draft.state));
  // Once, and after the breaches: a new owner's clocks have only just begun.
  const why = rerouteReason(broken, draft.state) ?? (retriesRouting ? pendingAssignmentReason(draft.state) : undefined);
  if (why) draft.assign(why, moment);
  const isReviewOverdue = broken.some(({ promise }) => promise === 'return-review');
  if (isReviewOverdue && draft.context.agreement.returns.onSilence === 'accept')
    acceptReturn(draft, 'nurtured', moment);
}

function remind(draft: Draft, { promise: running, share, at }: Deadline & { kind: 'reminder' }): void {
  const { promise, clock, dueAt, reminders } = running;
  const now = Date.parse(draft.context.now);
  const overtaken =
    now >= Date.parse(dueAt) ||
    reminders.some((later) => Date.parse(later.at) > Date.parse(at) && now >= Date.parse(later.at));
  draft.addByClock(at, {
    type: 'promise-reminder-due',
    promise,
    clock,
    share,
    skipped: overtaken,
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

/** The alarm that stands for a promise once it is broken. */
export function ticketForPromise(promise: PromiseName, state: HandoffState): TicketKind {
  switch (promise) {
    case 'transfer':
      return 'not-transferred';
    case 'acceptance':
      return state.opened ? 'not-accepted' : 'not-opened';
    case 'first-contact':
      return 'no-first-contact';
    case 'touches':
      return 'too-few-touches';
    case 'reply-to-lead':
      return 'no-reply-to-lead';
    case 'next-step':
      return 'next-step-missed';
    case 'activity':
      return 'no-activity';
    case 'return-review':
      return 'return-not-reviewed';
    case 'arbitration':
      return 'arbitration-overdue';
    case 'sql-contact':
      return 'sql-not-contacted';
  }
}

/**
 * Only acceptance and the first contact reroute, on the owner's clock, and only a lead that its owner has not tried to
 * reach: who is in touch with a lead keeps it also when it comes again.
 */
export const triggersReroute = ({ promise, clock }: RunningPromise, state: HandoffState): boolean =>
  clock === 'owner' &&
  ((promise === 'acceptance' && !state.accepted) || (promise === 'first-contact' && !wasTouchedByOwner(state)));

/** Why somebody is looked for: what the owner who stayed has still not kept, else what left the lead without one. */
export function pendingAssignmentReason(state: HandoffState): AssignmentReason {
  const broken = state.promises.filter((promise) => promise.broken);
  return rerouteReason(broken, state) ?? state.pendingAssignment?.reason ?? 'transfer';
}

function rerouteReason(broken: RunningPromise[], state: HandoffState): 'not-accepted' | 'not-contacted' | undefined {
  const why = broken.filter((promise) => triggersReroute(promise, state)).map(({ promise }) => promise);
  if (why.includes('acceptance')) return 'not-accepted';
  return why.includes('first-contact') ? 'not-contacted' : undefined;
}
