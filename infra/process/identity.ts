import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Identifies a process, even after its id was given to another process. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the format of the operating system; used for comparison only. */
  readonly startedAt: string;
}

const startTimeOnLinux = (pid: number): string | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in parentheses, may contain spaces: count the fields after the last closing one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : fields[19];
};

const startTimeFromPs = (pid: number): string | undefined =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;

/** When the process started. Undefined when it does not exist or is a zombie. */
export function startTimeOf(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? startTimeOnLinux(pid) : startTimeFromPs(pid);
  } catch {
    return undefined;
  }
}

/** Undefined when the process is not running. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = startTimeOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this process is still running, and not a later one with the same id. */
export const isAlive = (identity: ProcessIdentity): boolean => startTimeOf(identity.pid) === identity.startedAt;
