/** What became of one deadline, in milliseconds since the epoch; all clocks are this machine's. */
export interface FiredDeadline {
  id: string;
  dueAt: number;
  /** When it was set up, where that takes time of its own. */
  readyAt?: number;
  /** When whoever watches the clock began with it, where that is known. */
  startedAt?: number;
  /** When the row that tells of it was written. */
  doneAt: number;
}

/** One round of one side. */
export interface Round {
  /** How many deadlines were set. */
  scheduled: number;
  /** Those that were done within the patience that the side was given. */
  fired: FiredDeadline[];
}

export const latenessOf = ({ dueAt, doneAt }: FiredDeadline): number => doneAt - dueAt;

/** Of each round; what was not done at all is later than everything else. */
export const latenesses = ({ scheduled: set, fired: fallen }: Round): number[] => [
  ...fallen.map(latenessOf),
  ...Array.from({ length: set - fallen.length }, () => Infinity),
];

/** Seconds from the first due moment until the last row. */
export function drainSeconds({ fired: fallen }: Round): number {
  const first = Math.min(...fallen.map(({ dueAt }) => dueAt));
  const last = Math.max(...fallen.map(({ doneAt }) => doneAt));
  return (last - first) / 1000;
}

/** Rows a second while it drained. */
export const drainRate = (round: Round): number => round.fired.length / drainSeconds(round);

/** How many a second fell due. */
export function dueRate({ fired: fallen }: Round): number {
  const dues = fallen.map(({ dueAt }) => dueAt).sort((a, b) => a - b);
  const [first = NaN, last = NaN] = [dues[0], dues.at(-1)];
  return ((dues.length - 1) * 1000) / (last - first);
}

/**
 * What was lost, or written twice for the same due moment. A handoff that was passed on can be late a second time; that
 * is another due moment.
 *
 * @returns undefined when each has been written exactly once
 */
export function lostOrDuplicated(
  ids: readonly string[],
  all: readonly Pick<FiredDeadline, 'id' | 'dueAt'>[],
): string | undefined {
  const written = new Set(all.map(({ id }) => id));
  const lost = ids.filter((id) => !written.has(id));
  const doubled = all.length - new Set(all.map(({ id, dueAt }) => `${id} ${dueAt}`)).size;
  if (lost.length === 0 && doubled === 0) return undefined;
  return `${lost.length} of ${ids.length} were lost (${lost.slice(0, 3).join(', ')}), ${doubled} were written twice`;
}
