import { childrenOf, runningProcesses } from '@baton/testing';
import { setTimeout as pause } from 'node:timers/promises';

const RESTART_TIMEOUT_MILLISECONDS = 60_000;

/** The processes of a running system, from its `running.json`. Its launcher restarts what was killed. */
export class Processes {
  readonly #stateFile: string;

  constructor(stateFile: string) {
    this.#stateFile = stateFile;
  }

  /** Undefined from the death of the process until its restart. */
  pidOf(name: string): number | undefined {
    return runningProcesses(this.#stateFile).get(name);
  }

  /** Sends `kill -9` as soon as the process is running, and returns its id. */
  async kill(name: string): Promise<number> {
    for (const giveUpAt = Date.now() + RESTART_TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(20)) {
      const pid = this.pidOf(name);
      if (pid !== undefined && sendSignal(pid, 'SIGKILL')) return pid;
    }
    throw new Error(`${name} was not running within ${RESTART_TIMEOUT_MILLISECONDS / 1000} s and could not be killed.`);
  }

  /**
   * Kills the process and freezes its successor before it can listen: existing connections are lost, and new ones are
   * refused. Returns a function that resumes it.
   */
  async takeDown(name: string): Promise<() => void> {
    const killed = await this.kill(name);
    for (const giveUpAt = Date.now() + RESTART_TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(5)) {
      const pid = this.pidOf(name);
      if (pid !== undefined && pid !== killed) return this.#suspend([pid]);
    }
    throw new Error(`${name} was killed and not restarted within ${RESTART_TIMEOUT_MILLISECONDS / 1000} s.`);
  }

  /** Freezes the process and its children: connections stay open, and nothing responds. Returns a function that resumes them. */
  freeze(name: string): () => void {
    const pid = this.pidOf(name);
    if (pid === undefined) throw new Error(`${name} is not running and cannot be frozen.`);
    return this.#suspend([pid, ...childrenOf(pid).map((child) => child.pid)]);
  }

  #suspend(pids: readonly number[]): () => void {
    for (const pid of pids) sendSignal(pid, 'SIGSTOP');
    return () => pids.forEach((pid) => sendSignal(pid, 'SIGCONT'));
  }
}

/** False when the process no longer exists. */
function sendSignal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
