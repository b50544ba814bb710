import { setTimeout as pause } from 'node:timers/promises';
import { forEachConcurrently } from './for-each-concurrently.ts';

describe('lanes', () => {
  it('do each item once, and no more at once than there are lanes', async () => {
    const done: string[] = [];
    let inHand = 0;
    let most = 0;
    await forEachConcurrently(['a', 'b', 'c', 'd', 'e'], 2, async (item, index) => {
      inHand += 1;
      most = Math.max(most, inHand);
      await pause(5);
      inHand -= 1;
      done.push(`${index}${item}`);
    });
    expect(done.sort()).toEqual(['0a', '1b', '2c', '3d', '4e']);
    expect(most).toBe(2);
  });
});
