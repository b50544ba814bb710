import { setTimeout as pause } from 'node:timers/promises';
import { runAtRate } from './run-at-rate.ts';

describe('runAtRate', () => {
  it('an action starts in time while earlier ones have not ended', async () => {
    let inFlight = 0;
    let most = 0;
    await runAtRate(100, 0.1, async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await pause(300);
      inFlight -= 1;
    });
    expect(most).toBe(10);
  });

  it('the results are in the order of the starts', async () => {
    expect(await runAtRate(1000, 0.005, (index) => Promise.resolve(index))).toEqual([0, 1, 2, 3, 4]);
  });
});
