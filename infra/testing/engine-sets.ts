import { createDirectories } from '../directories.ts';
import { timeSkippingServer } from '../engines/time-skipping.ts';
import { Failure } from '../failure.ts';
import { findFreePorts } from '../process/ports.ts';
import { launch, print } from '../system/launcher.ts';
import { startEngines } from '../system/start-system.ts';
import type { EngineOptions } from '../engines/engine.ts';
import type { LaunchContext } from '../system/launcher.ts';
import { temporaryDirectories } from './temporary-directories.ts';
import { engineEnvironment } from './test-environment.ts';

/** The variables by which tests find one set. */
type EngineVariables = NodeJS.ProcessEnv;

async function startSet(
  options: EngineOptions,
  { supervisor }: LaunchContext,
  label: string,
): Promise<EngineVariables> {
  const engines = await startEngines(options, supervisor, (line) => print(`${label}${line}`));
  return engineEnvironment(options, engines);
}

/** Starts a set of engines with its own data and ports, passes its variables to `work`, and stops it afterwards. */
async function withOwnSet<Result>(work: (variables: Promise<EngineVariables>) => Promise<Result>): Promise<Result> {
  const { directories, dispose } = await temporaryDirectories();
  createDirectories(directories);
  const ports = await findFreePorts();
  try {
    const result = await launch(directories, ports.issuer, async (launched) => {
      const options = { ...launched, directories, ports, isThrowaway: true };
      return { value: await work(startSet(options, launched, 'Second set: ')) };
    });
    if (!result) throw new Failure('The tests were stopped.', 'Start them again with npm test.');
    return result.value;
  } finally {
    await dispose();
  }
}

/**
 * Starts the engines and runs `work` with the variables by which tests find them.
 *
 * With two sets, two Jest workers can test an app side by side, although the specs of an app read each other's topics:
 * `jest.engines.mjs` gives each worker the set of its number. TEST_ENGINE_SETS has all of them as JSON.
 */
export async function withEngineSets<Result>(
  options: EngineOptions & LaunchContext,
  sets: 1 | 2,
  work: (environment: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
  const run = async (...others: Promise<EngineVariables>[]): Promise<Result> => {
    const [timeSkipping, first, ...rest] = await Promise.all([
      timeSkippingServer(options),
      startSet(options, options, ''),
      ...others,
    ]);
    return work({
      ...first,
      TEST_TIME_SKIPPING_SERVER: timeSkipping,
      TEST_ENGINE_SETS: JSON.stringify([first, ...rest]),
    });
  };
  return sets === 1 ? run() : withOwnSet(run);
}
