import { jest } from '@jest/globals';
import { addressesFromEnvironment, requiredEnvironment } from '@baton/testing';
import { killRun } from './kill-run.ts';
import { killRunSummary } from './kill-run-result.ts';
import { targets } from './targets.ts';

// A retry could hide data that was lost or duplicated in the first attempt.
jest.retryTimes(0);

describe('kill -9 of each service and each engine while leads arrive', () => {
  it('nothing is lost or duplicated when every process is killed', async () => {
    const addresses = addressesFromEnvironment();
    const engines = {
      postgres: requiredEnvironment('TEST_POSTGRES_URL'),
      temporal: requiredEnvironment('TEST_TEMPORAL_ADDRESS'),
    };
    const stateFile = requiredEnvironment('TEST_STATE_FILE');
    const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1_000_000));
    console.log(`${targets.length} kills, seed ${seed}`);
    const result = await killRun({
      addresses,
      engines,
      stateFile,
      clockReplicas: [],
      kills: targets.length,
      minutes: Number.POSITIVE_INFINITY,
      seed,
      millisecondsBetweenLeads: 400,
      millisecondsBetweenCommands: 300,
      report: (line) => console.log(line),
    });
    console.log(killRunSummary(result));
    expect(Object.values(result.killsByTarget).every((times) => times >= 1)).toBe(true);
    expect(result.handoffs.all).toBeGreaterThan(5);
    expect(result.commands.done).toBeGreaterThan(0);
    expect(result.commands.forged).toBeGreaterThan(0);
    expect({ seed, wrong: result.contradictions }).toEqual({ seed, wrong: [] });
  }, 900_000);
});
