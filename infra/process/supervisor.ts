import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { toFailure, Failure } from '../failure.ts';
import { identityOf } from './identity.ts';
import { logTail, indentedLogTail } from './log-tail.ts';
import type { Directories } from '../directories.ts';
import type { RecordedProcess, StopStage } from './state-file.ts';
import { stopInOrder } from './stop-in-order.ts';

/** A child process to keep running. */
export interface ProcessSpecification {
  readonly name: string;
  readonly stage: StopStage;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly directory?: string;
  readonly user?: { uid: number; gid: number };
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinSeconds: number;
}

interface Child {
  readonly specification: ProcessSpecification;
  process: ChildProcess;
  recorded: RecordedProcess | undefined;
  deaths: number;
  /** Undefined until the child is ready for the first time. */
  readySince: number | undefined;
  /** Why the child could not be started. */
  problem: string | undefined;
}

const MAX_RESTART_DELAY_MILLISECONDS = 30_000;
/** A child that was ready for this long has recovered: its next restart is quick again. */
const STABLE_AFTER_MILLISECONDS = 10_000;
const MAX_LOG_BYTES = 20 * 1_048_576;

/** How long to wait before the next start: half a second after the first death, then longer each time. */
export const restartDelayMilliseconds = (deaths: number): number =>
  deaths <= 1 ? 500 : Math.min(500 * 2 ** deaths, MAX_RESTART_DELAY_MILLISECONDS);

/** Starts children in their own process groups, restarts those that die, and stops all of them in order. */
export class Supervisor {
  readonly #children = new Map<string, Child>();
  readonly #directories: Directories;
  readonly #onChange: (processes: RecordedProcess[]) => void;
  readonly #print: (line: string) => void;
  readonly #restarts: boolean;
  #stopping = false;

  constructor(options: {
    directories: Directories;
    onChange: (processes: RecordedProcess[]) => void;
    print: (line: string) => void;
    /** False when the caller restarts children itself. */
    restarts?: boolean;
  }) {
    this.#directories = options.directories;
    this.#onChange = options.onChange;
    this.#print = options.print;
    this.#restarts = options.restarts ?? true;
  }

  logFile(name: string): string {
    return join(this.#directories.logs, `${name.replaceAll(' ', '-')}.log`);
  }

  /** Resolves when the child is ready. Rejects if it ends before that or is not ready in time. */
  async start(specification: ProcessSpecification): Promise<void> {
    this.#assertRunning();
    const child = this.#launch(specification, 0);
    const end = Date.now() + specification.readyWithinSeconds * 1000;
    while (!(await specification.isReady().catch(() => false))) {
      this.#assertRunning();
      if (!child.recorded) {
        // The error of a failed start is emitted in the next turn of the event loop.
        await pause(0);
        throw this.#endedBeforeReady(child);
      }
      if (Date.now() > end) throw this.#notReady(specification);
      await pause(100);
    }
    child.readySince = Date.now();
  }

  /** The process id of a running child. */
  pidOf(name: string): number | undefined {
    return this.#children.get(name)?.recorded?.pid;
  }

  get hasChildren(): boolean {
    return this.#recordedProcesses().length > 0;
  }

  /** Stops all children in order. Afterwards nothing can be started. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    await stopInOrder(this.#recordedProcesses(), { print: this.#print });
    this.#notifyChange([]);
  }

  /** A state file that cannot be written, for example on a full disk, must not end the supervision of the other children. */
  #notifyChange(processes: RecordedProcess[]): void {
    try {
      this.#onChange(processes);
    } catch (error) {
      const { message, remedy } = toFailure(error);
      this.#print(`The state file could not be written. ${message} ${remedy}`);
    }
  }

  #recordedProcesses(): RecordedProcess[] {
    return [...this.#children.values()].flatMap((child) => child.recorded ?? []);
  }

  #assertRunning(): void {
    if (this.#stopping)
      throw new Failure('Stopped before everything was running.', 'Start it again with the same command.');
  }

  #launch(specification: ProcessSpecification, deaths: number): Child {
    const { name, stage } = specification;
    const started = this.#spawnWithLog(specification);
    const identity = started.pid === undefined ? undefined : identityOf(started.pid);
    const recorded = identity && { ...identity, name, stage, stopSignal: specification.stopSignal ?? 'SIGTERM' };
    const child: Child = {
      specification,
      process: started,
      recorded,
      deaths,
      readySince: undefined,
      problem: undefined,
    };
    this.#children.set(name, child);
    // A child that cannot be started emits an error and never an exit.
    started.once('error', ({ message }) => {
      child.problem = message;
      if (started.pid === undefined) this.#onExit(child, message);
    });
    started.once('exit', (code, signal) => this.#onExit(child, signal ?? `code ${code}`));
    this.#notifyChange(this.#recordedProcesses());
    return child;
  }

  #spawnWithLog({ name, command, parameters, environment, directory, user }: ProcessSpecification): ChildProcess {
    const log = this.#openLog(name);
    try {
      return spawn(command, parameters, {
        cwd: directory ?? this.#directories.root,
        env: environment ?? process.env,
        stdio: ['ignore', log, log],
        detached: true,
        ...user,
      });
    } finally {
      closeSync(log);
    }
  }

  /** Opens the log for appending. A long one is renamed first, so that logs do not fill the disk. */
  #openLog(name: string): number {
    const file = this.logFile(name);
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(file, `${file}.old`);
    return openSync(file, 'a');
  }

  #onExit(child: Child, reason: string): void {
    child.recorded = undefined;
    if (this.#stopping) return;
    this.#notifyChange(this.#recordedProcesses());
    const isFirstStart = child.readySince === undefined && child.deaths === 0;
    if (isFirstStart || !this.#restarts) return;
    const wasStable = child.readySince !== undefined && Date.now() - child.readySince > STABLE_AFTER_MILLISECONDS;
    const deaths = wasStable ? 1 : child.deaths + 1;
    this.#scheduleRestart(child.specification, deaths, `ended (${reason})`);
  }

  #scheduleRestart(specification: ProcessSpecification, deaths: number, what: string): void {
    const { name } = specification;
    const delay = restartDelayMilliseconds(deaths);
    const last = logTail(this.logFile(name), 1).slice(0, 300);
    this.#print(`${name} ${what} and will be restarted in ${delay / 1000} s. The last line of its log: ${last}`);
    void this.#restartAfter(specification, deaths, delay);
  }

  async #restartAfter(specification: ProcessSpecification, deaths: number, delay: number): Promise<void> {
    await pause(delay);
    if (this.#stopping) return;
    const child = this.#relaunch(specification, deaths);
    if (!child) return;
    while (!this.#stopping && child.recorded && !(await specification.isReady().catch(() => false))) await pause(250);
    if (!child.recorded || this.#stopping) return;
    child.readySince = Date.now();
    this.#print(`${specification.name} is ready again.`);
  }

  /** Undefined when the start failed, for example because its log could not be opened on a full disk; then it is retried. */
  #relaunch(specification: ProcessSpecification, deaths: number): Child | undefined {
    try {
      return this.#launch(specification, deaths);
    } catch (error) {
      const { message, remedy } = toFailure(error);
      this.#scheduleRestart(specification, deaths + 1, `could not be started (${message} ${remedy})`);
      return undefined;
    }
  }

  #endedBeforeReady({ specification, problem }: Child): Failure {
    if (problem)
      return new Failure(`${specification.name} could not be started: ${problem}.`, 'Fix that, then start again.');
    const log = this.logFile(specification.name);
    return new Failure(
      `${specification.name} ended before it was ready. The last lines of its log:\n${indentedLogTail(log)}`,
      `The full log is in ${log}.`,
    );
  }

  #notReady(specification: ProcessSpecification): Failure {
    const log = this.logFile(specification.name);
    return new Failure(
      `${specification.name} was not ready within ${specification.readyWithinSeconds} s. ` +
        `The last lines of its log:\n${indentedLogTail(log)}`,
      `The full log is in ${log}. If the machine was busy, try again when it is less busy.`,
    );
  }
}
