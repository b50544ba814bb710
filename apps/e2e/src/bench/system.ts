import type { Addresses } from '../system/addresses.ts';

/** What `npm run bench` has started for one group of measurements. */
export interface BenchSystem {
  services: Addresses;
  postgres: string;
  temporal: string;
  /** Where each engine comes from, with its version where the engine itself does not tell it. */
  engines: Record<'postgres' | 'kafka' | 'temporal', string>;
}

/** @throws Error outside of `npm run bench`. */
export function benchSystem(environment: NodeJS.ProcessEnv = process.env): BenchSystem {
  const text = environment['BENCH_SYSTEM'];
  if (text) return JSON.parse(text) as BenchSystem;
  throw new Error('Measurements need a system of their own: start them with `npm run bench`.');
}
