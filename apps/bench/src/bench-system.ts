import { addressesFromEnvironment, requiredEnvironment } from '@baton/testing';
import type { Addresses } from '@baton/testing';

/** What `npm run bench` has started for one group of measurements. */
export interface BenchSystem {
  services: Addresses;
  postgres: string;
  temporal: string;
  /** Where each engine comes from, with its version where the engine itself does not report it. */
  engines: Record<'postgres' | 'kafka' | 'temporal', string>;
  /** The file with names and process ids of everything that runs. */
  stateFile: string;
  logDirectory: string;
}

/** @throws Error outside of `npm run bench`. */
export function readBenchSystem(): BenchSystem {
  const engines = process.env['BENCH_ENGINES'];
  if (!engines) throw new Error('Measurements need their own system: start them with npm run bench.');
  return {
    services: addressesFromEnvironment(),
    postgres: requiredEnvironment('TEST_POSTGRES_URL'),
    temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
    stateFile: requiredEnvironment('TEST_STATE_FILE'),
    logDirectory: requiredEnvironment('TEST_LOG_DIRECTORY'),
    engines: JSON.parse(engines) as BenchSystem['engines'],
  };
}
