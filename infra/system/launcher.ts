import { toFailure } from '../failure.ts';
import type { Failure } from '../failure.ts';
import type { Directories } from '../directories.ts';
import { orphansOf, currentProcessIdentity, readState, removeState, writeState } from '../process/state-file.ts';
import { stopInOrder } from '../process/stop-in-order.ts';
import { Supervisor } from '../process/supervisor.ts';

/** What the launcher passes to the work that it runs. */
export interface LaunchContext {
  readonly supervisor: Supervisor;
  /** Aborted when the user stops the launcher, or when the work has failed. */
  readonly signal: AbortSignal;
}

export const print = (line: string): void => console.log(line);

/** Prints the failure and its remedy to the error output. */
export function printFailure(failure: Failure): void {
  console.error(`\n✖ ${failure.message}\n  ${failure.remedy}`);
}

/** Stops the processes that a killed launcher left behind. */
export async function cleanUpOrphans(directories: Directories): Promise<void> {
  const orphans = orphansOf(readState(directories));
  if (orphans.length > 0) {
    print(`Stopping the processes that a killed launcher left behind: ${orphans.map(({ name }) => name).join(', ')} …`);
    await stopInOrder(orphans, { print });
  }
  removeState(directories);
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves at the first request to stop: Ctrl-C, SIGTERM, or the terminal is closed. Later requests are ignored. */
function stopRequest(): { requested: Promise<void>; dispose: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onSignal = (): void => resolve();
  const ignoreOutputError = (): void => undefined;
  // A closed terminal closes the output too. Stopping in order must continue without it.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreOutputError);
  for (const signal of stopSignals) process.on(signal, onSignal);
  return {
    requested: promise,
    dispose: () => {
      for (const signal of stopSignals) process.off(signal, onSignal);
      for (const stream of [process.stdout, process.stderr]) stream.off('error', ignoreOutputError);
    },
  };
}

/**
 * Runs `work` with a supervisor whose children are recorded in the state file, and always stops all of them afterwards.
 *
 * @returns the result of the work, or undefined when the user stopped it
 * @throws Failure
 */
export async function launch<Result>(
  directories: Directories,
  portBase: number,
  work: (launched: LaunchContext) => Promise<Result>,
): Promise<Result | undefined> {
  const launcher = currentProcessIdentity();
  const stop = new AbortController();
  writeState(directories, { launcher, portBase, processes: [] });
  const supervisor = new Supervisor({
    directories,
    print,
    onChange: (processes) => writeState(directories, { launcher, portBase, processes }),
  });
  const request = stopRequest();
  const working = work({ supervisor, signal: stop.signal });
  try {
    return await Promise.race([working, request.requested.then(() => undefined)]);
  } catch (error) {
    throw toFailure(error);
  } finally {
    stop.abort();
    if (supervisor.hasChildren) print('Stopping …');
    await supervisor.stopAll();
    await working.catch(() => undefined);
    removeState(directories);
    request.dispose();
  }
}
