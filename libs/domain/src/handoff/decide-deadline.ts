import type { PromiseName } from '../agreement/agreement.ts';
import { deadlines } from './deadlines.ts';
import type { Deadline } from './deadlines.ts';
import { acceptReturn } from './decide-return.ts';
import type { Draft } from './draft.ts';
import { breakPromise } from './promise-clocks.ts';
import { triedByOwner } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { TicketKind, WhyAssigned } from './steps.ts';

/** What happens by itself at a moment: reminders, breaches with their tickets, ladders, and the lead passed on to somebody else. */
export function decideDeadline(draft: Draft, moment: string): void {
  const { state } = draft;
  const fallen = deadlines(state).filter(({ at }) => at === moment);
  const broken: RunningPromise[] = [];
  let looksAgain = false;
  for (const deadline of fallen) {
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
      case 'look-again':
        looksAgain = true;
        break;
      case 'window-over':
        draft.end('sql', moment);
        break;
    }
  }
  for (const { promise, clock } of broken) breakPromise(draft, promise, clock, ticketOf(promise, draft.state));
  // Once, and after the breaches: a new owner's clocks have only just begun.
  const why = reasonToReroute(broken, draft.state) ?? (looksAgain ? whyWanted(draft.state) : undefined);
  if (why) draft.assign(why, moment);
  const silent = broken.some(({ promise }) => promise === 'return-review');
  if (silent && draft.surroundings.agreement.returns.silence === 'consent') acceptReturn(draft, 'nurtured', moment);
}

function remind(draft: Draft, { promise: running, share, at }: Deadline & { kind: 'reminder' }): void {
  const { promise, clock, dueAt, reminders } = running;
  const now = Date.parse(draft.surroundings.now);
  const overtaken =
    now >= Date.parse(dueAt) ||
    reminders.some((later) => Date.parse(later.at) > Date.parse(at) && now >= Date.parse(later.at));
  draft.byClock(at, {
    type: 'promise-reminded',
    promise,
    clock,
    share,
    skipped: overtaken,
    ...draft.owing(running),
  });
}

function escalate(draft: Draft, { promise: running, escalation }: Deadline & { kind: 'escalation' }): void {
  const { promise, clock } = running;
  draft.byClock(escalation.at, {
    type: 'escalated',
    promise,
    clock,
    told: escalation.tell,
    ...draft.owing(running),
  });
}

/** The alarm that stands for a promise once it is broken. */
export function ticketOf(promise: PromiseName, state: HandoffState): TicketKind {
  switch (promise) {
    case 'transfer':
      return 'not-transferred';
    case 'acceptance':
      return state.opened ? 'not-accepted' : 'not-opened';
    case 'first-contact':
      return 'no-first-contact';
    case 'touches':
      return 'too-few-touches';
    case 'answer':
      return 'lead-unanswered';
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
export const rerouting = ({ promise, clock }: RunningPromise, state: HandoffState): boolean =>
  clock === 'owner' &&
  ((promise === 'acceptance' && !state.accepted) || (promise === 'first-contact' && !triedByOwner(state)));

/** Why somebody is looked for: what the owner who stayed has still not kept, else what left the lead without one. */
export function whyWanted(state: HandoffState): WhyAssigned {
  const broken = state.promises.filter((promise) => promise.broken);
  return reasonToReroute(broken, state) ?? state.waiting?.why ?? 'transfer';
}

function reasonToReroute(broken: RunningPromise[], state: HandoffState): 'not-accepted' | 'not-contacted' | undefined {
  const why = broken.filter((promise) => rerouting(promise, state)).map(({ promise }) => promise);
  if (why.includes('acceptance')) return 'not-accepted';
  return why.includes('first-contact') ? 'not-contacted' : undefined;
}
