import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of processor time by the name of what used them; empty where the system does not tell. */
export type ProcessorTime = Map<string, number>;

interface Stat {
  parent: number;
  seconds: number;
  /** Of children that have ended. */
  childrenSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** The fields of /proc/PID/stat behind the name, which may hold spaces. */
function statOf(pid: number | string): Stat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (from: number): number => (Number(fields[from]) + Number(fields[from + 1])) / TICKS_PER_SECOND;
    return { parent: Number(fields[1]), seconds: seconds(11), childrenSeconds: seconds(13) };
  } catch {
    return undefined;
  }
}

/** What each process and its children have used so far. */
export function processorTime(processes: ReadonlyMap<string, number>): ProcessorTime {
  if (process.platform !== 'linux') return new Map();
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(name) ?? []) : []));
  return new Map(
    [...processes].map(([name, pid]) => {
      const own = statOf(pid);
      const children = all.filter(({ parent }) => parent === pid);
      const living = children.reduce((sum, { seconds }) => sum + seconds, 0);
      // Our own children are measured by names of their own.
      const total = own ? own.seconds + (pid === process.pid ? 0 : own.childrenSeconds + living) : 0;
      return [name, total];
    }),
  );
}

/** What was used between two looks. */
export const usedBetween = (before: ProcessorTime, after: ProcessorTime): ProcessorTime =>
  new Map([...after].map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)]));

/** Names and process ids of the engines and services that were started for us. */
export function runningProcesses(stateFile: string): Map<string, number> {
  const { processes } = JSON.parse(readFileSync(stateFile, 'utf8')) as { processes: { name: string; pid: number }[] };
  return new Map(processes.map(({ name, pid }) => [name, pid]));
}
