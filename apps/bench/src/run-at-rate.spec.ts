import { setTimeout as pause } from 'node:timers/promises';
import { runAtRate } from './run-at-rate.ts';

describe('runAtRate', () => {
  it('an action starts on schedule while earlier ones are still running', async () => {
    let inFlight = 0;
    let maxInFlight = 0;
    await runAtRate(100, 0.1, async () => {
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
      await pause(300);
      inFlight -= 1;
    });
    expect(maxInFlight).toBe(10);
  });

  it('the results are in the order in which the actions started', async () => {
    expect(await runAtRate(1000, 0.005, (index) => Promise.resolve(index))).toEqual([0, 1, 2, 3, 4]);
  });
});
