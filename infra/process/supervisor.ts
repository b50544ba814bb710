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

/** A child to keep running. */
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
  /** Undefined until it is ready for the first time. */
  readySince: number | undefined;
  /** Why it could not even be started, where that is so. */
  problem: string | undefined;
}

const MAX_RESTART_DELAY_MILLISECONDS = 30_000;
/** Who was ready for so long has recovered from the death before. */
const STABLE_AFTER_MILLISECONDS = 10_000;
const MAX_LOG_BYTES = 20 * 1_048_576;

/** How long to wait before the next start: at once after the first death, then ever longer. */
export const restartDelayMilliseconds = (deaths: number): number =>
  deaths <= 1 ? 500 : Math.min(500 * 2 ** deaths, MAX_RESTART_DELAY_MILLISECONDS);

/** Starts children in process groups of their own, restarts those that die, and stops all in order. */
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
    tell: (line: string) => void;
    /** False where a test kills and starts children itself. */
    restarts?: boolean;
  }) {
    this.#directories = options.directories;
    this.#onChange = options.onChange;
    this.#print = options.tell;
    this.#restarts = options.restarts ?? true;
  }

  logFile(name: string): string {
    return join(this.#directories.logs, `${name.replaceAll(' ', '-')}.log`);
  }

  /** Resolves when the child is ready; fails when it ends before, or takes too long. */
  async start(specification: ProcessSpecification): Promise<void> {
    this.#assertRunning();
    const child = this.#launch(specification, 0);
    const end = Date.now() + specification.readyWithinSeconds * 1000;
    while (!(await specification.isReady().catch(() => false))) {
      this.#assertRunning();
      if (!child.recorded) {
        // The error of a start that failed comes only after this turn.
        await pause(0);
        throw this.#endedBeforeReady(child);
      }
      if (Date.now() > end) throw this.#notReady(specification);
      await pause(100);
    }
    child.readySince = Date.now();
  }

  /** The living process of that name. */
  pidOf(name: string): number | undefined {
    return this.#children.get(name)?.recorded?.pid;
  }

  get hasChildren(): boolean {
    return this.#recordedProcesses().length > 0;
  }

  /** Stops everything that runs, in order; afterwards nothing can be started. */
  async stopAll(): Promise<void> {
    this.#stopping = true;
    await stopInOrder(this.#recordedProcesses(), { tell: this.#print });
    this.#notifyChange([]);
  }

  /** What cannot be written down, on a full disk for one, must not end who looks after all the others. */
  #notifyChange(processes: RecordedProcess[]): void {
    try {
      this.#onChange(processes);
    } catch (error) {
      const { message, remedy } = toFailure(error);
      this.#print(`What runs here could not be written down. ${message} ${remedy}`);
    }
  }

  #recordedProcesses(): RecordedProcess[] {
    return [...this.#children.values()].flatMap((child) => child.recorded ?? []);
  }

  #assertRunning(): void {
    if (this.#stopping) throw new Failure('Stopped before everything was up.', 'Start again when you like.');
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
    // What could not be started says so by an error, and never by an exit.
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

  /** Appended to; a long one is put aside, so that logs of many starts do not fill the disk. */
  #openLog(name: string): number {
    const file = this.logFile(name);
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(file, `${file}.old`);
    return openSync(file, 'a');
  }

  #onExit(child: Child, how: string): void {
    child.recorded = undefined;
    if (this.#stopping) return;
    this.#notifyChange(this.#recordedProcesses());
    const isFirstStart = child.readySince === undefined && child.deaths === 0;
    if (isFirstStart || !this.#restarts) return;
    const wasStable = child.readySince !== undefined && Date.now() - child.readySince > STABLE_AFTER_MILLISECONDS;
    const deaths = wasStable ? 1 : child.deaths + 1;
    this.#scheduleRestart(child.specification, deaths, `ended (${how})`);
  }

  #scheduleRestart(specification: ProcessSpecification, deaths: number, what: string): void {
    const { name } = specification;
    const delay = restartDelayMilliseconds(deaths);
    const last = logTail(this.logFile(name), 1).slice(0, 300);
    this.#print(`${name} ${what} and is started again in ${delay / 1000} s. Its log ends: ${last}`);
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

  /** Undefined where it could not be started, its log not opened on a full disk for one; then it is tried again later. */
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
      return new Failure(`${specification.name} could not be started: ${problem}.`, 'Mend that, then start again.');
    const log = this.logFile(specification.name);
    return new Failure(
      `${specification.name} ended before it was ready. The last lines of its log:\n${indentedLogTail(log)}`,
      `The whole log is ${log}.`,
    );
  }

  #notReady(specification: ProcessSpecification): Failure {
    const log = this.logFile(specification.name);
    return new Failure(
      `${specification.name} was not ready within ${specification.readyWithinSeconds} s. ` +
        `The last lines of its log:\n${indentedLogTail(log)}`,
      `The whole log is ${log}. Is the machine very busy? Start again when it is calmer.`,
    );
  }
}
