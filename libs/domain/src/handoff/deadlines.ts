import { needsOwner } from './state.ts';
import type { HandoffState, RunningPromise } from './state.ts';
import type { Escalation } from './steps.ts';

/** A moment at which something must happen by itself. */
export type Deadline =
  | { kind: 'reminder'; at: string; promise: RunningPromise; share: number }
  | { kind: 'due'; at: string; promise: RunningPromise }
  | { kind: 'escalation'; at: string; promise: RunningPromise; escalation: Escalation }
  /** Somebody begins to work, or comes back: the router is asked again. */
  | { kind: 'retry-routing'; at: string }
  /** The closer has made contact, and the SQL can no longer be given back. */
  | { kind: 'return-window-closed'; at: string };

/** At the same moment in this order. */
const kindsInOrder: Deadline['kind'][] = ['reminder', 'due', 'escalation', 'retry-routing', 'return-window-closed'];

/** All that is still to come, soonest first. */
export function deadlines(state: HandoffState): Deadline[] {
  return [
    ...state.promises.flatMap(promiseDeadlines),
    ...retryRoutingDeadlines(state),
    ...returnWindowDeadlines(state),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || kindsInOrder.indexOf(a.kind) - kindsInOrder.indexOf(b.kind));
}

function promiseDeadlines(promise: RunningPromise): Deadline[] {
  if (promise.broken)
    return promise.escalations.map((escalation) => ({ kind: 'escalation', at: escalation.at, promise, escalation }));
  return [
    ...promise.reminders.map(({ share, at }): Deadline => ({ kind: 'reminder', at, promise, share })),
    { kind: 'due', at: promise.dueAt, promise },
  ];
}

function retryRoutingDeadlines(state: HandoffState): Deadline[] {
  const at = state.pendingAssignment?.retryRoutingAt;
  return needsOwner(state) && at !== undefined ? [{ kind: 'retry-routing', at }] : [];
}

function returnWindowDeadlines(state: HandoffState): Deadline[] {
  const over = sqlEndsAt(state);
  return over === undefined ? [] : [{ kind: 'return-window-closed', at: over }];
}

/** When an SQL whose closer has made contact is over: with the last window in which it can be given back. */
export function sqlEndsAt(state: HandoffState): string | undefined {
  const { stage, accepted, promises, returnWindows, touches } = state;
  if (stage !== 'sql' || !accepted || promises.some(({ promise }) => promise === 'sql-contact')) return undefined;
  // A contact that came after the window ends it at once, and not before it was made.
  const moments = [...returnWindows.map(({ endsAt: until }) => until), ...touches.slice(-1).map(({ at }) => at)];
  return moments.sort().at(-1);
}

/** The moment of the earliest deadline, ISO 8601; nothing when no clock runs. */
export function nextDeadline(state: HandoffState): string | undefined {
  return deadlines(state)[0]?.at;
}

/** The earliest due moment, reminders aside: what lists and search attributes show. */
export function nextDuePromise(state: HandoffState): RunningPromise | undefined {
  for (const deadline of deadlines(state)) if (deadline.kind === 'due') return deadline.promise;
  return undefined;
}
