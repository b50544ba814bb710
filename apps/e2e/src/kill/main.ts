import { requiredEnvironment } from '@baton/testing';
/** `npm run kill -- --kills 200 [--seed 7]`: the long kill run; infra/cli/kill.ts starts the system that it kills. */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { addressesFromEnvironment, UserError } from '../system/addresses.ts';
import { killRun } from './kill-run.ts';
import { killRunSummary, tableRow } from './kill-run-result.ts';

const USAGE = 'npm run kill -- --kills 200 [--seed 7]';
const MAX_KILLS = 10_000;
const MILLISECONDS_BETWEEN_LEADS = 1000;

function parseWholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UserError(`--${name} must be a whole number from ${least} to ${most}, not "${text}". Usage: ${USAGE}`);
}

function parseArguments(): { kills: number; seed: number } {
  try {
    const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
    const anySeed = String(Math.floor(Math.random() * 1_000_000));
    return {
      kills: parseWholeNumber('kills', values.kills ?? '200', 1, MAX_KILLS),
      seed: parseWholeNumber('seed', values.seed ?? anySeed, 0, 4_294_967_295),
    };
  } catch (error) {
    if (error instanceof TypeError) throw new UserError(`${error.message} Usage: ${USAGE}`);
    throw error;
  }
}

async function main(): Promise<number> {
  const { kills, seed } = parseArguments();
  const addresses = addressesFromEnvironment();
  if (!addresses) throw new UserError(`The kill run has a system of its own. Usage: ${USAGE}`);
  const engines = {
    postgres: requiredEnvironment('TEST_POSTGRES_URL'),
    temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
  };
  console.log(`${kills} kills, seed ${seed}`);
  const stateFile = requiredEnvironment('TEST_STATE_FILE');
  const outcome = await killRun({
    addresses,
    engines,
    stateFile,
    kills,
    seed,
    millisecondsBetweenLeads: MILLISECONDS_BETWEEN_LEADS,
    report: console.log,
  });
  console.log(`\n${killRunSummary(outcome)}\n`);
  for (const contradiction of outcome.contradictions.slice(0, 200)) console.error(`  ${contradiction}`);
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  console.log(`For docs/reliability.md:\n${tableRow(outcome, new Date().toISOString().slice(0, 10), machine)}`);
  return outcome.contradictions.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(
    `✖ ${error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error)}`,
  );
  process.exitCode = 1;
}
// What was interrupted on the way may hold a connection open; nobody waits for it.
setTimeout(() => process.exit(), 5000).unref();
