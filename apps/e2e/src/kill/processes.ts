import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from './targets.ts';

const RESTART_TIMEOUT_MILLISECONDS = 60_000;

/** The processes of a running system, by its `running.json`. Whoever runs it starts again what was killed. */
export class Processes {
  readonly #file: string;

  constructor(stateFile: string) {
    this.#file = stateFile;
  }

  /** The living process of that name; undefined between a death and the next start. */
  pidOf(name: Target): number | undefined {
    const { processes } = JSON.parse(readFileSync(this.#file, 'utf8')) as {
      processes: { name: string; pid: number }[];
    };
    return processes.find((process) => process.name === name)?.pid;
  }

  /** `kill -9`, once it lives. Answers which process it was. */
  async kill(name: Target): Promise<number> {
    for (const giveUpAt = Date.now() + RESTART_TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(20)) {
      const pid = this.pidOf(name);
      if (pid !== undefined && sendSignal(pid, 'SIGKILL')) return pid;
    }
    throw new Error(`No ${name} has lived for ${RESTART_TIMEOUT_MILLISECONDS / 1000} s, so that none could be killed.`);
  }

  /**
   * Kills it and freezes its successor before that can do anything: who had a connection loses it, and nobody gets a
   * new one. Answers how it is given back.
   */
  async takeDown(name: Target): Promise<() => void> {
    const killed = await this.kill(name);
    for (const giveUpAt = Date.now() + RESTART_TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(5)) {
      const pid = this.pidOf(name);
      if (pid !== undefined && pid !== killed) return this.#suspend([pid]);
    }
    throw new Error(`${name} was killed and not started again within ${RESTART_TIMEOUT_MILLISECONDS / 1000} s.`);
  }

  /** Freezes it with its children: connections stay, and nobody answers. Answers how it is given back. */
  freeze(name: Target): () => void {
    const pid = this.pidOf(name);
    if (pid === undefined) throw new Error(`No ${name} lives here that could be frozen.`);
    return this.#suspend([pid, ...childrenOf(pid)]);
  }

  #suspend(pids: readonly number[]): () => void {
    for (const pid of pids) sendSignal(pid, 'SIGSTOP');
    return () => pids.forEach((pid) => sendSignal(pid, 'SIGCONT'));
  }
}

/** False when there is no such process any more. */
function sendSignal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/** By the parent's number, the second field behind the command's name in `/proc/<pid>/stat`. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
