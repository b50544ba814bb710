import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identityOf, isAlive } from './identity.ts';
import type { ProcessIdentity } from './identity.ts';
import type { Directories } from '../directories.ts';

/** The order in which processes stop; those of one stage stop together. */
export const stopStages = ['intake', 'services', 'worker', 'issuer', 'temporal', 'kafka', 'postgres'] as const;
export type StopStage = (typeof stopStages)[number];

/** A child process, recorded so that it can be stopped after a crash of its launcher. */
export interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
  readonly stage: StopStage;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

/** The launcher of one data directory and its children. */
export interface RunningState {
  readonly launcher: ProcessIdentity;
  readonly portBase: number;
  readonly processes: readonly RecordedProcess[];
}

const stateFile = (directories: Directories): string => join(directories.data, 'running.json');

/** Undefined when the file is missing or damaged. */
export function readState(directories: Directories): RunningState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(directories), 'utf8')) as RunningState;
  } catch {
    return undefined;
  }
}

/** Replaces the file atomically: after a `kill -9` it is the only trace of the children. */
export function writeState(directories: Directories, state: RunningState): void {
  const file = stateFile(directories);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}

export const removeState = (directories: Directories): void => rmSync(stateFile(directories), { force: true });

/** The launcher, if it is still running. */
export function runningLauncher(state: RunningState | undefined): ProcessIdentity | undefined {
  return state && state.launcher.pid !== process.pid && isAlive(state.launcher) ? state.launcher : undefined;
}

/** Children that outlived their launcher; never another process that got the same id. */
export function orphansOf(state: RunningState | undefined): RecordedProcess[] {
  return state ? state.processes.filter(isAlive) : [];
}

/** The identity of this process. */
export function currentProcessIdentity(): ProcessIdentity {
  const own = identityOf(process.pid);
  if (!own) throw new Error('This process was not found in the list of processes.');
  return own;
}
