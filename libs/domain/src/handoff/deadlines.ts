import { latest } from '../time/moment.ts';
import type { Escalation } from './promises.ts';
import { firstConversationWindowEnd } from './return-window.ts';
import type { HandoffState, RunningPromise } from './state.ts';

/** Deadlines at the same time are handled in this order. */
export const deadlineKinds = ['reminder', 'due', 'escalation', 'owner-check', 'return-window-closed'] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** A time at which something must happen without a command. */
export type Deadline =
  /** `remaining` counts the reminders from this one on. */
  | { kind: 'reminder'; at: string; promise: RunningPromise; remaining: number }
  | { kind: 'due'; at: string; promise: RunningPromise }
  | { kind: 'escalation'; at: string; promise: RunningPromise; escalation: Escalation }
  /** Whether the lead leaves an owner who has not accepted it by the end of their day, or not touched it in time. */
  | { kind: 'owner-check'; at: string }
  /** The closer has made contact, and the SQL can no longer be returned. */
  | { kind: 'return-window-closed'; at: string };

/** All deadlines still to come, soonest first. */
export function deadlines(state: HandoffState): Deadline[] {
  return [
    ...state.promises.flatMap(promiseDeadlines),
    ...ownerCheckDeadlines(state),
    ...returnWindowDeadlines(state),
  ].sort(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) ||
      deadlineKinds.indexOf(a.kind) - deadlineKinds.indexOf(b.kind) ||
      clockOrder(a) - clockOrder(b),
  );
}

/** What a person owes comes before what the team owes. */
const clockOrder = (deadline: Deadline): number => ('promise' in deadline && deadline.promise.clock === 'lead' ? 1 : 0);

function promiseDeadlines(promise: RunningPromise): Deadline[] {
  if (promise.broken)
    return promise.escalations.map((escalation) => ({ kind: 'escalation', at: escalation.at, promise, escalation }));
  return [
    ...promise.reminders.map(({ at }, index): Deadline => ({
      kind: 'reminder',
      at,
      promise,
      remaining: promise.reminders.length - index,
    })),
    { kind: 'due', at: promise.dueAt, promise },
  ];
}

function ownerCheckDeadlines({ ownerCheckAt: at }: HandoffState): Deadline[] {
  return at === undefined ? [] : [{ kind: 'owner-check', at }];
}

function returnWindowDeadlines(state: HandoffState): Deadline[] {
  const at = sqlEndsAt(state);
  return at === undefined ? [] : [{ kind: 'return-window-closed', at }];
}

/** When an SQL whose closer has made contact ends: at the end of its last return window. */
export function sqlEndsAt(state: HandoffState): string | undefined {
  const { stage, accepted, promises, returnWindows, touches } = state;
  if (stage !== 'sql' || !accepted || promises.some(({ promise }) => promise === 'sql-contact')) return undefined;
  // If the contact came after the last window, the SQL ends with the contact.
  const windows = [...returnWindows.map(({ endsAt }) => endsAt), firstConversationWindowEnd(state)];
  return latest(...windows, touches.at(-1)?.at);
}

/** The time of the earliest deadline, ISO 8601; undefined when no clock runs. */
export function nextDeadline(state: HandoffState): string | undefined {
  return deadlines(state)[0]?.at;
}

/** The promise that is due next. Lists and search attributes show it; reminders are not considered. */
export function nextDuePromise(state: HandoffState): RunningPromise | undefined {
  return deadlines(state).find((deadline) => deadline.kind === 'due')?.promise;
}
