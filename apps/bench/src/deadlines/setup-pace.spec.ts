import { setTimeout as pause } from 'node:timers/promises';
import { Pace } from './setup-pace.ts';

const unchanged = (moment: number): number => moment;

describe('Pace', () => {
  it('a setup gets one and a half times the time that the last one took', async () => {
    const pace = new Pace(20);
    await pace.setUpBefore(
      10,
      unchanged,
      () => pause(100),
      async () => undefined,
    );
    const begin = Date.now();
    const moment = await pace.setUpBefore(
      20,
      unchanged,
      (moment) => Promise.resolve(moment),
      async () => undefined,
    );
    expect(moment - begin).toBeGreaterThanOrEqual(280);
    expect(moment - begin).toBeLessThan(2000);
  });

  it('a setup that was too late is undone and tried again with more time', async () => {
    const pace = new Pace(20);
    const undone: number[] = [];
    let attempt = 0;
    const setUp = async (): Promise<number> => {
      attempt += 1;
      await pause(attempt === 1 ? 250 : 10);
      return attempt;
    };
    const undo = async (result: number): Promise<void> => void undone.push(result);
    expect(await pace.setUpBefore(1, unchanged, setUp, undo)).toBe(2);
    expect(undone).toEqual([1]);
  });
});
