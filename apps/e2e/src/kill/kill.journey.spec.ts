import { jest } from '@jest/globals';
import { addressesFromEnvironment, requiredEnvironment } from '@baton/testing';
import { killRun } from './kill-run.ts';
import { killRunSummary } from './kill-run-result.ts';
import { targets } from './targets.ts';

// What is lost or doubled at the first attempt is lost or doubled: no second one may hide it.
jest.retryTimes(0);

describe('kill -9 of each service and each engine under a stream of leads', () => {
  it('loses nothing, doubles nothing, and leaves all accounts in agreement', async () => {
    const addresses = addressesFromEnvironment();
    const engines = {
      postgres: requiredEnvironment('TEST_POSTGRES_URL'),
      temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
    };
    const stateFile = requiredEnvironment('TEST_STATE_FILE');
    const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1_000_000));
    console.log(`${targets.length} kills, seed ${seed}`);
    const outcome = await killRun({
      addresses,
      engines,
      stateFile,
      kills: targets.length,
      seed,
      millisecondsBetweenLeads: 400,
      report: (line) => console.log(line),
    });
    console.log(killRunSummary(outcome));
    expect(Object.values(outcome.killsByTarget).every((times) => times >= 1)).toBe(true);
    expect(outcome.handoffs.all).toBeGreaterThan(5);
    expect({ seed, wrong: outcome.contradictions }).toEqual({ seed, wrong: [] });
  }, 900_000);
});
