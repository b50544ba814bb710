import { createDirectories } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import type { Ports } from '../process/ports.ts';
import { Supervisor } from '../process/supervisor.ts';
import { temporaryDirectories } from './temporary-directories.ts';

/** Directories, ports and a supervisor for engines that one spec starts for itself. */
export interface Workplace {
  readonly directories: Directories;
  readonly ports: Ports;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
  readonly dispose: () => Promise<void>;
}

export async function createWorkplace(): Promise<Workplace> {
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const stop = new AbortController();
  const supervisor = new Supervisor({ directories, onChange: () => undefined, print: () => undefined });
  return {
    directories,
    ports: await findFreePorts(),
    supervisor,
    signal: stop.signal,
    dispose: async () => {
      stop.abort();
      await supervisor.stopAll();
      await dispose();
    },
  };
}
