import { setTimeout as pause } from 'node:timers/promises';
import { runAtRate } from './run-at-rate.ts';

describe('acting at a rate', () => {
  it('goes on while the ones before have not ended', async () => {
    let inHand = 0;
    let most = 0;
    await runAtRate(100, 0.1, async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      await pause(300);
      inHand -= 1;
    });
    expect(most).toBe(10);
  });

  it('answers each in its place', async () => {
    expect(await runAtRate(1000, 0.005, (index) => Promise.resolve(index))).toEqual([0, 1, 2, 3, 4]);
  });
});
