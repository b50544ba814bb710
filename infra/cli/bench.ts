import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startSystem } from '../system/start-system.ts';
import type { Engines } from '../system/start-system.ts';
import { Failure } from '../failure.ts';
import { launch, print } from '../system/launcher.ts';
import { directoriesAt, createDirectories } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { findFreePorts } from '../process/ports.ts';
import { removeAbandonedRuns, temporaryDirectories } from '../testing/temporary-directories.ts';
import { systemEnvironment } from '../testing/test-environment.ts';
import { runProgram } from './run-program.ts';

interface MeasurementGroup {
  readonly measurements: readonly string[];
  /** The services to start; all when undefined. Others would take processor time from the measurement. */
  readonly services?: readonly string[];
  /** Measured on the full Temporal server, which is built first: runs only on request. */
  readonly usesFullServer?: boolean;
}

const handoffAlone = ['handoff', 'handoff worker'];
/** Has no value, and is not passed on to the measurements. */
const FULL_SERVER_FLAG = '--full-server';

const groups: readonly MeasurementGroup[] = [
  // The handoff service only issues the key.
  { measurements: ['a'], services: ['intake', 'handoff'] },
  { measurements: ['b'] },
  { measurements: ['c', 'd', 'g'], services: handoffAlone },
  // The handoffs that (h) opens stay open for (e).
  { measurements: ['h', 'e'], services: handoffAlone },
  { measurements: ['f'], services: handoffAlone },
  { measurements: ['i'] },
  { measurements: ['e-full'], services: handoffAlone, usesFullServer: true },
  { measurements: ['f-full'], services: handoffAlone, usesFullServer: true },
];
const measurementNames = groups.flatMap(({ measurements }) => measurements);

const serviceVariables = {
  // Each inspector listens on any free port: with the default one, a second process could not open its own.
  NODE_OPTIONS: '--inspect-port=0',
  // A few callers send the load of thousands, and the services are measured at their own limit.
  RATE_LIMIT_PER_PERSON: '0',
  RATE_LIMIT_PER_KEY: '0',
};

/** Where the engines come from, for the description of the machine. */
function engineOrigins({ all }: Engines): string {
  const [postgres, kafka, temporal] = all.map(({ origin, version }) => [version, `from ${origin}`].join(' ').trim());
  return JSON.stringify({ postgres, kafka, temporal });
}

/** Runs the measurements in their own process. */
async function runBenchScript(
  directories: Directories,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<void> {
  const options = { parameters, environment, ...(signal && { signal }) };
  const code = await runProgram(directories, 'apps/bench/src/main.ts', options);
  if (code === 0) return;
  throw new Failure(
    `Measuring ${parameters.join(' ')} failed. The reason is printed above.`,
    `The logs of engines and services are in ${join(directories.root, 'test-results', 'bench-logs')}.`,
  );
}

/** Starts engines and services for one group. Data is written as durably as in production, and deleted afterwards. */
async function measureGroup(
  { measurements, services, usesFullServer = false }: MeasurementGroup,
  flags: readonly string[],
): Promise<boolean> {
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  try {
    const done = await launch(directories, ports.issuer, async ({ supervisor, signal }) => {
      const options = {
        directories,
        ports,
        signal,
        isThrowaway: false,
        usesOwnEngines: true,
        usesFullServer,
        serviceVariables,
      };
      const engines = await startSystem(options, supervisor, print, services);
      print(`Measuring ${measurements.join(', ')} …`);
      const environment = {
        ...systemEnvironment({ directories, ports }, engines),
        BENCH_ENGINES: engineOrigins(engines),
      };
      await runBenchScript(directories, [...measurements, ...flags], environment, signal);
      return true;
    });
    return done === true;
  } finally {
    await cp(directories.logs, join(directories.root, 'test-results', 'bench-logs'), { recursive: true, force: true });
    await dispose();
  }
}

/**
 * `npm run bench [-- a b c] [--write] [--rounds 5] [--full-server] …`: measures, prints and saves the figures.
 * Measurements on the full Temporal server run when they are named, or with the flag.
 */
export async function bench(parameters: readonly string[]): Promise<number> {
  const flagsFrom = parameters.findIndex((each) => each.startsWith('--'));
  const requested = flagsFrom < 0 ? parameters : parameters.slice(0, flagsFrom);
  const flags = flagsFrom < 0 ? [] : parameters.slice(flagsFrom).filter((each) => each !== FULL_SERVER_FLAG);
  const isWanted = (name: string, { usesFullServer = false }: MeasurementGroup): boolean =>
    requested.length === 0 ? !usesFullServer || parameters.includes(FULL_SERVER_FLAG) : requested.includes(name);
  const unknown = requested.find((name) => !measurementNames.includes(name));
  if (unknown !== undefined) {
    throw new Failure(
      `There is no measurement called "${unknown}".`,
      `Usage: npm run bench -- [${measurementNames.join('] [')}] [--write]`,
    );
  }
  await removeAbandonedRuns();
  for (const group of groups) {
    const measurements = group.measurements.filter((name) => isWanted(name, group));
    if (measurements.length > 0 && !(await measureGroup({ ...group, measurements }, flags))) return 130;
  }
  await runBenchScript(directoriesAt(), ['report', ...flags], {});
  return 0;
}
