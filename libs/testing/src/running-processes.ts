import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of what a launcher runs, by name, from its `running.json`. A process that died is missing until it is restarted. */
export function runningProcesses(stateFile: string): Map<string, number> {
  const { processes } = JSON.parse(readFileSync(stateFile, 'utf8')) as { processes: { name: string; pid: number }[] };
  return new Map(processes.map(({ name, pid }) => [name, pid]));
}

export interface ProcessStatus {
  pid: number;
  parentPid: number;
  /** Processor time of the process itself. */
  processorSeconds: number;
  /** Processor time of its children that have ended. */
  endedChildrenSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** Undefined when there is no such process, and where the system has no `/proc`. */
export function processStatus(pid: number): ProcessStatus | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may contain spaces: count the fields after the last closing one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (first: number): number => (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
    return {
      pid,
      parentPid: Number(fields[1]),
      processorSeconds: seconds(11),
      endedChildrenSeconds: seconds(13),
    };
  } catch {
    return undefined;
  }
}

/** The living children of a process. */
export const childrenOf = (parentPid: number): ProcessStatus[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processStatus(Number(name)) ?? [])
    .filter((status) => status.parentPid === parentPid);
