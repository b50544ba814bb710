import { setTimeout as pause } from 'node:timers/promises';
import { mapConcurrently } from './map-concurrently.ts';

describe('mapConcurrently', () => {
  it('each item is processed once, with no more in flight than allowed', async () => {
    let inFlight = 0;
    let most = 0;
    const results = await mapConcurrently(['a', 'b', 'c', 'd', 'e'], 2, async (item, index) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await pause(5);
      inFlight -= 1;
      return `${index}${item}`;
    });
    expect(results).toEqual(['0a', '1b', '2c', '3d', '4e']);
    expect(most).toBe(2);
  });

  it('results are in the order of the items when a later item finishes first', async () => {
    expect(await mapConcurrently([20, 1], 2, (milliseconds) => pause(milliseconds, milliseconds))).toEqual([20, 1]);
  });
});
