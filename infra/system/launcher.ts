import { asFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import type { Place } from './place.ts';
import { orphansOf, ownIdentity, readState, removeState, writeState } from './state-file.ts';
import { stopInOrder } from './stopping.ts';
import { Supervisor } from './supervisor.ts';

/** What runs under a launcher gets this. */
export interface Launched {
  readonly supervisor: Supervisor;
  /** Aborted when the user asks to stop, or something failed. */
  readonly signal: AbortSignal;
}

export const tell = (line: string): void => console.log(line);

/** One sentence and a way out, on the error output. */
export function tellFailure(failure: Failure): void {
  console.error(`\n✖ ${failure.message}\n  ${failure.wayOut}`);
}

/** Stops what a launcher that was killed has left behind. */
export async function cleanUpOrphans(place: Place): Promise<void> {
  const orphans = orphansOf(readState(place));
  if (orphans.length > 0) {
    tell(`Stopping what a launcher that was killed left behind: ${orphans.map(({ name }) => name).join(', ')} …`);
    await stopInOrder(orphans, { tell });
  }
  removeState(place);
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when the user asks to stop: Ctrl-C, SIGTERM, or the terminal is closed. Later requests change nothing. */
function stopRequest(): { asked: Promise<void>; forget: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onSignal = (): void => resolve();
  const onLostOutput = (): void => undefined;
  // A closed terminal takes the output with it; stopping in order goes on without.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onLostOutput);
  for (const signal of stopSignals) process.on(signal, onSignal);
  return {
    asked: promise,
    forget: () => {
      for (const signal of stopSignals) process.off(signal, onSignal);
      for (const stream of [process.stdout, process.stderr]) stream.off('error', onLostOutput);
    },
  };
}

/**
 * Runs `work` with a supervisor whose children are written down, and stops all of them afterwards, whatever happens.
 * Answers what the work answered, or undefined when the user asked to stop. Throws a Failure.
 */
export async function launch<Result>(
  place: Place,
  portBase: number,
  work: (launched: Launched) => Promise<Result>,
): Promise<Result | undefined> {
  const launcher = ownIdentity();
  const stop = new AbortController();
  writeState(place, { launcher, portBase, processes: [] });
  const supervisor = new Supervisor({
    place,
    tell,
    onChange: (processes) => writeState(place, { launcher, portBase, processes }),
  });
  const request = stopRequest();
  const working = work({ supervisor, signal: stop.signal });
  try {
    return await Promise.race([working, request.asked.then(() => undefined)]);
  } catch (error) {
    throw asFailure(error);
  } finally {
    stop.abort();
    if (supervisor.hasChildren) tell('Stopping …');
    await supervisor.stopAll();
    await working.catch(() => undefined);
    removeState(place);
    request.forget();
  }
}
