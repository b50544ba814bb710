import { jest } from '@jest/globals';
import { addressesFromEnvironment } from '@baton/testing';
import { simulate } from './simulation/simulate.ts';

// A retry could hide data that was lost or duplicated in the first attempt.
jest.retryTimes(0);

describe('a small simulation', () => {
  it('the actions, the record, the events and the reports agree at the end', async () => {
    const addresses = addressesFromEnvironment();
    const seed = Number(process.env['SIMULATION_SEED'] ?? Math.floor(Math.random() * 1_000_000));
    const lines: string[] = [];
    const { differences, table } = await simulate({ addresses, leads: 20, seed, report: (line) => lines.push(line) });
    if (differences.length > 0) console.log([...lines, table].join('\n'));
    expect({ seed, differences }).toEqual({ seed, differences: [] });
  }, 300_000);
});
