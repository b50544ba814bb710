import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that can be told from a stranger who got the same number later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As the system tells it; only ever compared. */
  readonly startedAt: string;
}

const startTimeOnLinux = (pid: number): string | undefined => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in parentheses, may hold spaces: fields are counted after the last closing one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : fields[19];
};

const startTimeFromPs = (pid: number): string | undefined =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;

/** When the process began; undefined when there is none, or only its remains. */
export function startTimeOf(pid: number): string | undefined {
  try {
    return process.platform === 'linux' ? startTimeOnLinux(pid) : startTimeFromPs(pid);
  } catch {
    return undefined;
  }
}

/** The identity of a living process. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = startTimeOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether this very process, and no later one of the same number, still runs. */
export const isAlive = (identity: ProcessIdentity): boolean => startTimeOf(identity.pid) === identity.startedAt;
