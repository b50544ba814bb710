import type { HandoffState, RunningPromise } from './state.ts';

/** A moment at which something must happen by itself. */
export type Deadline =
  | { kind: 'reminder'; at: string; promise: RunningPromise; share: number }
  | { kind: 'due'; at: string; promise: RunningPromise };

/** All that is still to come, soonest first; a reminder before a due moment at the same time. */
export function deadlines(state: HandoffState): Deadline[] {
  return state.promises
    .filter(({ broken }) => !broken)
    .flatMap((promise): Deadline[] => [
      ...promise.reminders.map(({ share, at }): Deadline => ({ kind: 'reminder', at, promise, share })),
      { kind: 'due', at: promise.dueAt, promise },
    ])
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(a.kind === 'due') - Number(b.kind === 'due'));
}

/** The moment of the earliest deadline, ISO 8601; nothing when no clock runs. */
export function nextDeadline(state: HandoffState): string | undefined {
  return deadlines(state)[0]?.at;
}

/** The earliest due moment, reminders aside: what lists and search attributes show. */
export function nextDue(state: HandoffState): RunningPromise | undefined {
  const [first] = deadlines(state).filter(({ kind }) => kind === 'due');
  return first?.promise;
}
