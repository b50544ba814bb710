import { childrenOf, processStatus } from '@baton/testing';

/** Seconds of processor time by the name of the process; empty where the system has no `/proc`. */
export type ProcessorTime = Map<string, number>;

/** What each process and its children have used so far. */
export function processorTime(processes: ReadonlyMap<string, number>): ProcessorTime {
  if (process.platform !== 'linux') return new Map();
  return new Map([...processes].map(([name, pid]) => [name, secondsOf(pid)]));
}

function secondsOf(pid: number): number {
  const status = processStatus(pid);
  if (!status) return 0;
  // The children of this process are measured under their own names.
  if (pid === process.pid) return status.processorSeconds;
  const children = childrenOf(pid).reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
  return status.processorSeconds + status.endedChildrenSeconds + children;
}

/** What was used between two readings. */
export const usedBetween = (before: ProcessorTime, after: ProcessorTime): ProcessorTime =>
  new Map([...after].map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)]));
