/** `npm run simulate -- --leads 200 [--seed 7]`: a world outside against the system that runs here. */
import { parseArgs } from 'node:util';
import { addressesFromEnvironment, addressesOfRunningSystem, UserError } from '../system/addresses.ts';
import { simulate } from './simulate.ts';

const USAGE = 'npm run simulate -- --leads 200 [--seed 7]';
const MAX_LEADS = 1000;

function parseWholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UserError(`--${name} must be a whole number from ${least} to ${most}, not "${text}". Usage: ${USAGE}`);
}

function parseArguments(): { leads: number; seed: number } {
  try {
    const { values } = parseArgs({ options: { leads: { type: 'string' }, seed: { type: 'string' } } });
    const anySeed = String(Math.floor(Math.random() * 1_000_000));
    return {
      leads: parseWholeNumber('leads', values.leads ?? '200', 1, MAX_LEADS),
      seed: parseWholeNumber('seed', values.seed ?? anySeed, 0, 4_294_967_295),
    };
  } catch (error) {
    if (error instanceof TypeError) throw new UserError(`${error.message} Usage: ${USAGE}`);
    throw error;
  }
}

async function main(): Promise<number> {
  const { leads, seed } = parseArguments();
  const addresses = addressesFromEnvironment() ?? addressesOfRunningSystem();
  const { table, differences } = await simulate({ addresses, leads, seed, report: console.log });
  console.log(`\n${table}\n`);
  if (differences.length === 0) {
    console.log(`Actions, record, events and reports agree on ${leads} leads (seed ${seed}).`);
    return 0;
  }
  console.error(`✖ ${differences.length} differences (seed ${seed}):`);
  for (const difference of differences.slice(0, 100)) console.error(`  ${difference}`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(
    `✖ ${error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error)}`,
  );
  process.exitCode = 1;
}
