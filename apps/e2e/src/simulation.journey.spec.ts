import { jest } from '@jest/globals';
import { addressesFromEnvironment } from '@baton/testing';
import { simulate } from './simulation/simulate.ts';

// What is lost or doubled at the first attempt is lost or doubled: no second one may hide it.
jest.retryTimes(0);

describe('a small simulation', () => {
  it('ends with book, record, events and reports in agreement', async () => {
    const addresses = addressesFromEnvironment();
    if (!addresses) throw new Error('Journeys need a whole system, start them with npm test -- journey.');
    const seed = Number(process.env['SIMULATION_SEED'] ?? Math.floor(Math.random() * 1_000_000));
    const told: string[] = [];
    const { differences, table } = await simulate({ addresses, leads: 20, seed, report: (line) => told.push(line) });
    if (differences.length > 0) console.log([...told, table].join('\n'));
    expect({ seed, differences }).toEqual({ seed, differences: [] });
  }, 300_000);
});
