import type { PromiseName } from '../agreement/agreement.ts';
import { deadlines, type Deadline } from './deadlines.ts';
import type { Draft } from './draft.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { TicketKind } from './steps.ts';

/** What happens by itself at a moment: reminders, breaches with their tickets, and the lead passed on to somebody else. */
export function decideDeadline(draft: Draft, moment: string): void {
  const fallen = deadlines(draft.state).filter(({ at }) => at === moment);
  for (const deadline of fallen) if (deadline.kind === 'reminder') remind(draft, deadline);
  const broken = fallen.filter(({ kind }) => kind === 'due').map(({ promise }) => promise);
  for (const { promise, clock } of broken) draft.breakPromise(promise, clock, ticketOf(promise, draft.state));
  const why = reasonToReroute(broken, draft.state);
  if (why) draft.assign(why, moment);
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

function ticketOf(promise: PromiseName, state: HandoffState): TicketKind {
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

function reasonToReroute(broken: RunningPromise[], state: HandoffState): 'not-accepted' | 'not-contacted' | undefined {
  const owners = broken.filter(({ clock }) => clock === 'owner').map(({ promise }) => promise);
  if (owners.includes('acceptance') && !state.accepted) return 'not-accepted';
  return owners.includes('first-contact') ? 'not-contacted' : undefined;
}
