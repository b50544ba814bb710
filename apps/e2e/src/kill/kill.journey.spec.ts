import { jest } from '@jest/globals';
import { addressesFromEnvironment } from '../system/addresses.ts';
import { fromTestRun } from '../spec/whole-system.ts';
import { killRun } from './kill-run.ts';
import { summaryOf } from './summary.ts';
import { targets } from './targets.ts';

// What is lost or doubled at the first attempt is lost or doubled: no second one may hide it.
jest.retryTimes(0);

describe('kill -9 of each service and each engine under a stream of leads', () => {
  it('loses nothing, doubles nothing, and leaves all accounts in agreement', async () => {
    const addresses = addressesFromEnvironment();
    if (!addresses) throw new Error('Journeys need a whole system, start them with npm test -- journey.');
    const engines = { postgres: fromTestRun('TEST_POSTGRES_URL'), temporal: fromTestRun('TEST_TEMPORAL_ADDRESS') };
    const stateFile = fromTestRun('TEST_RUNNING_STATE');
    const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1_000_000));
    console.log(`${targets.length} kills, seed ${seed}`);
    const outcome = await killRun({
      ...{ addresses, engines, stateFile, kills: targets.length, seed, millisecondsBetweenLeads: 400 },
      tell: (line) => console.log(line),
    });
    console.log(summaryOf(outcome));
    expect(Object.values(outcome.deaths).every((times) => times >= 1)).toBe(true);
    expect(outcome.handoffs.all).toBeGreaterThan(5);
    expect({ seed, wrong: outcome.wrong }).toEqual({ seed, wrong: [] });
  }, 900_000);
});
