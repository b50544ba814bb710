import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identityOf, isAlive } from './identity.ts';
import type { ProcessIdentity } from './identity.ts';
import type { Directories } from '../directories.ts';

/** Stopped in this order; those of one stage together. */
export const stopStages = ['intake', 'services', 'worker', 'issuer', 'temporal', 'kafka', 'postgres'] as const;
export type StopStage = (typeof stopStages)[number];

/** One child, as written down for whoever has to clean up after a crash. */
export interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
  readonly stage: StopStage;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

/** What runs in one place. */
export interface RunningState {
  readonly launcher: ProcessIdentity;
  readonly portBase: number;
  readonly processes: readonly RecordedProcess[];
}

const stateFile = (directories: Directories): string => join(directories.data, 'running.json');

/** What was written down last; undefined when nothing, or nothing readable. */
export function readState(directories: Directories): RunningState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile(directories), 'utf8')) as RunningState;
  } catch {
    return undefined;
  }
}

/** Written at once and whole: after a `kill -9` it is all that is left. */
export function writeState(directories: Directories, state: RunningState): void {
  const file = stateFile(directories);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}

export const removeState = (directories: Directories): void => rmSync(stateFile(directories), { force: true });

/** The launcher that runs here now, if one does. */
export function runningLauncher(state: RunningState | undefined): ProcessIdentity | undefined {
  return state && state.launcher.pid !== process.pid && isAlive(state.launcher) ? state.launcher : undefined;
}

/** Children that outlived their launcher; never a stranger with the same number. */
export function orphansOf(state: RunningState | undefined): RecordedProcess[] {
  return state ? state.processes.filter(isAlive) : [];
}

/** This process as a launcher. */
export function currentProcessIdentity(): ProcessIdentity {
  const own = identityOf(process.pid);
  if (!own) throw new Error('This process cannot find itself in the list of processes.');
  return own;
}
