/** The program behind `npm run kill`; infra/cli/kill.ts starts the system that it kills. */
import {
  addressesFromEnvironment,
  parseNumberOptions,
  requiredEnvironment,
  runProgram,
  seedOption,
} from '@baton/testing';
import { availableParallelism, cpus } from 'node:os';
import { clockReplicasFromEnvironment } from './clock-replicas.ts';
import { killRun } from './kill-run.ts';
import { killRunSummary, tableRow } from './kill-run-result.ts';

const USAGE = 'npm run kill -- --kills 200 [--minutes 30] [--seed 7]';
const MILLISECONDS_BETWEEN_LEADS = 1000;
const MILLISECONDS_BETWEEN_COMMANDS = 700;

async function main(): Promise<number> {
  const { kills, minutes, seed } = parseNumberOptions(
    {
      kills: { minimum: 1, maximum: 10_000, default: 200 },
      minutes: { minimum: 1, maximum: 1440, default: 1440 },
      seed: seedOption(),
    },
    USAGE,
  );
  console.log(`${kills} kills, seed ${seed}`);
  const result = await killRun({
    addresses: addressesFromEnvironment(),
    engines: {
      postgres: requiredEnvironment('TEST_POSTGRES_URL'),
      temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
    },
    stateFile: requiredEnvironment('TEST_STATE_FILE'),
    clockReplicas: clockReplicasFromEnvironment(),
    kills,
    minutes,
    seed,
    millisecondsBetweenLeads: MILLISECONDS_BETWEEN_LEADS,
    millisecondsBetweenCommands: MILLISECONDS_BETWEEN_COMMANDS,
    report: console.log,
  });
  console.log(`\n${killRunSummary(result)}\n`);
  for (const contradiction of result.contradictions.slice(0, 200)) console.error(`  ${contradiction}`);
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  console.log(`For docs/reliability.md:\n${tableRow(result, new Date().toISOString().slice(0, 10), machine)}`);
  return result.contradictions.length === 0 ? 0 : 1;
}

await runProgram(main);
