/** A deadline that was processed. Times are in milliseconds since the epoch, by the clock of this machine. */
export interface FiredDeadline {
  id: string;
  dueAt: number;
  /** When it was set up, if that takes time. */
  readyAt?: number;
  /** When its processing started, if known. */
  startedAt?: number;
  /** When its row was written. */
  doneAt: number;
}

/** A round of one side. */
export interface Round {
  /** How many deadlines were set. */
  scheduled: number;
  /** Deadlines that were processed before the timeout of the side. */
  fired: FiredDeadline[];
}

export const latenessOf = ({ dueAt, doneAt }: FiredDeadline): number => doneAt - dueAt;

/** How late each deadline was. One that was not processed is infinitely late. */
export const latenesses = ({ scheduled, fired }: Round): number[] => [
  ...fired.map(latenessOf),
  ...Array.from({ length: scheduled - fired.length }, () => Infinity),
];

/** Seconds from the first due time to the last row. */
export function drainSeconds({ fired }: Round): number {
  const first = Math.min(...fired.map(({ dueAt }) => dueAt));
  const last = Math.max(...fired.map(({ doneAt }) => doneAt));
  return (last - first) / 1000;
}

/** Rows per second while the round was processed. */
export const drainRate = (round: Round): number => round.fired.length / drainSeconds(round);

/** Deadlines per second that fell due. */
export function dueRate({ fired }: Round): number {
  const dues = fired.map(({ dueAt }) => dueAt).sort((a, b) => a - b);
  const [first = NaN, last = NaN] = [dues[0], dues.at(-1)];
  return ((dues.length - 1) * 1000) / (last - first);
}

/**
 * Describes deadlines that were lost, or written twice for the same due time. A reassigned handoff can be late again, at
 * another due time.
 *
 * @returns undefined when each was written exactly once
 */
export function lostOrDuplicated(
  ids: readonly string[],
  all: readonly Pick<FiredDeadline, 'id' | 'dueAt'>[],
): string | undefined {
  const written = new Set(all.map(({ id }) => id));
  const lost = ids.filter((id) => !written.has(id));
  const duplicated = all.length - new Set(all.map(({ id, dueAt }) => `${id} ${dueAt}`)).size;
  if (lost.length === 0 && duplicated === 0) return undefined;
  return `${lost.length} of ${ids.length} were lost (${lost.slice(0, 3).join(', ')}), ${duplicated} were written twice`;
}
