import { killSchedule } from './kill-schedule.ts';
import { targets } from './targets.ts';

describe('the schedule of kills', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(killSchedule(20, 7)).toEqual(killSchedule(20, 7));
    expect(killSchedule(20, 7)).not.toEqual(killSchedule(20, 8));
  });

  it('kills each service and each engine once a round', () => {
    const schedule = killSchedule(2 * targets.length, 1);
    const rounds = [schedule.slice(0, targets.length), schedule.slice(targets.length)];
    for (const round of rounds) {
      expect(round.map(({ target }) => target).sort()).toEqual([...targets].sort());
      expect(round.map(({ startsRound: beginsRound }) => beginsRound)).toEqual(targets.map((_, index) => index === 0));
    }
  });

  it('has exactly as many kills as asked for', () => {
    expect(killSchedule(11, 3)).toHaveLength(11);
  });
});
