import { addressesFromEnvironment } from '../system/addresses.ts';
import type { Addresses } from '../system/addresses.ts';

/** What `npm run bench` has started for one group of measurements. */
export interface BenchSystem {
  services: Addresses;
  postgres: string;
  temporal: string;
  /** Where each engine comes from, with its version where the engine itself does not tell it. */
  engines: Record<'postgres' | 'kafka' | 'temporal', string>;
  /** The file with names and process ids of all that runs. */
  stateFile: string;
  /** The directory of the logs of all that runs. */
  logDirectory: string;
}

/** @throws Error outside of `npm run bench`. */
export function readBenchSystem(environment: NodeJS.ProcessEnv = process.env): BenchSystem {
  const services = addressesFromEnvironment(environment);
  const {
    TEST_POSTGRES_URL: postgres,
    TEST_TEMPORAL_ADDRESS: temporal,
    TEST_STATE_FILE: runningState,
    TEST_LOG_DIRECTORY: logs,
    BENCH_ENGINES: engines,
  } = environment;
  if (!services || !postgres || !temporal || !runningState || !logs || !engines) {
    throw new Error('Measurements need a system of their own: start them with `npm run bench`.');
  }
  return {
    services,
    postgres,
    temporal,
    stateFile: runningState,
    logDirectory: logs,
    engines: JSON.parse(engines) as BenchSystem['engines'],
  };
}
