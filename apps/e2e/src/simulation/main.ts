/** The program behind `npm run simulate`; infra/cli/simulate.ts passes it the addresses of the running system. */
import { addressesFromEnvironment, parseNumberOptions, runProgram, seedOption } from '@baton/testing';
import { simulate } from './simulate.ts';

const USAGE = 'npm run simulate -- --leads 200 [--seed 7]';

async function main(): Promise<number> {
  const { leads, seed } = parseNumberOptions(
    { leads: { minimum: 1, maximum: 1000, default: 200 }, seed: seedOption() },
    USAGE,
  );
  const addresses = addressesFromEnvironment();
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

await runProgram(main);
