import { toFailure } from '../failure.ts';
import type { Failure } from '../failure.ts';
import type { Directories } from '../directories.ts';
import { orphansOf, currentProcessIdentity, readState, removeState, writeState } from '../process/state-file.ts';
import { stopInOrder } from '../process/stop-in-order.ts';
import { Supervisor } from '../process/supervisor.ts';

/** What runs under a launcher gets this. */
export interface LaunchContext {
  readonly supervisor: Supervisor;
  /** Aborted when the user asks to stop, or something failed. */
  readonly signal: AbortSignal;
}

export const print = (line: string): void => console.log(line);

/** One sentence and a way out, on the error output. */
export function printFailure(failure: Failure): void {
  console.error(`\n✖ ${failure.message}\n  ${failure.remedy}`);
}

/** Stops what a launcher that was killed has left behind. */
export async function cleanUpOrphans(directories: Directories): Promise<void> {
  const orphans = orphansOf(readState(directories));
  if (orphans.length > 0) {
    print(`Stopping what a launcher that was killed left behind: ${orphans.map(({ name }) => name).join(', ')} …`);
    await stopInOrder(orphans, { tell: print });
  }
  removeState(directories);
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when the user asks to stop: Ctrl-C, SIGTERM, or the terminal is closed. Later requests change nothing. */
function stopRequest(): { asked: Promise<void>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onSignal = (): void => resolve();
  const ignoreOutputError = (): void => undefined;
  // A closed terminal takes the output with it; stopping in order goes on without.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreOutputError);
  for (const signal of stopSignals) process.on(signal, onSignal);
  return {
    asked: promise,
    forget: () => {
      for (const signal of stopSignals) process.off(signal, onSignal);
      for (const stream of [process.stdout, process.stderr]) stream.off('error', ignoreOutputError);
    },
  };
}

/**
 * Runs `work` with a supervisor whose children are written down, and stops all of them afterwards, whatever happens.
 * Answers what the work answered, or undefined when the user asked to stop. Throws a Failure.
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
    tell: print,
    onChange: (processes) => writeState(directories, { launcher, portBase, processes }),
  });
  const request = stopRequest();
  const working = work({ supervisor, signal: stop.signal });
  try {
    return await Promise.race([working, request.asked.then(() => undefined)]);
  } catch (error) {
    throw toFailure(error);
  } finally {
    stop.abort();
    if (supervisor.hasChildren) print('Stopping …');
    await supervisor.stopAll();
    await working.catch(() => undefined);
    removeState(directories);
    request.forget();
  }
}
