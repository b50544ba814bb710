import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFreePorts } from '../process/ports.ts';
import type { ProcessSpecification, Supervisor } from '../process/supervisor.ts';
import type { Directories } from '../directories.ts';
import { databaseUrls, localUrl, serviceEnvironment, serviceSpecifications } from './services.ts';
import type { EngineAddresses } from './services.ts';
import type { Ports } from '../process/ports.ts';

/** A handoff service and worker next to the first ones, whose clock is wrong by this much. */
export interface ClockReplica {
  /** As `faketime` reads it, such as `+20m`. */
  readonly offset: string;
  readonly handoff: string;
  readonly handoffOperations: string;
  readonly workerOperations: string;
}

const replicated: readonly string[] = ['handoff', 'handoff worker'];

/** The library that changes the clock of a process; undefined if `faketime` is not installed. */
export async function clockLibrary(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('faketime', ['-f', '+0', 'printenv', 'LD_PRELOAD']);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Starts a handoff service and a worker whose clock is wrong. They share all work with the first ones.
 *
 * @param library the path from `clockLibrary`
 */
export async function startClockReplica(
  offset: string,
  library: string,
  { directories, ports, engines }: { directories: Directories; ports: Ports; engines: EngineAddresses },
  supervisor: Supervisor,
): Promise<ClockReplica> {
  const own = await findFreePorts();
  const environment = serviceEnvironment(directories, ports, engines);
  const withWrongClock = (specification: ProcessSpecification): ProcessSpecification => ({
    ...specification,
    name: `${specification.name} ${offset}`,
    environment: {
      ...specification.environment,
      LD_PRELOAD: library,
      FAKETIME: offset,
      // Timers measure durations, which a wrong clock does not change.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  });
  const specifications = serviceSpecifications(
    directories,
    own,
    environment,
    databaseUrls(directories, engines.postgres),
  );
  await Promise.all(
    specifications
      .filter(({ name }) => replicated.includes(name))
      .map((specification) => supervisor.start(withWrongClock(specification))),
  );
  return {
    offset,
    handoff: localUrl(own.handoff),
    handoffOperations: localUrl(own.handoffOperations),
    workerOperations: localUrl(own.handoffWorkerOperations),
  };
}
