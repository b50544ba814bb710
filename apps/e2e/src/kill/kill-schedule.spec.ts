import { killSchedule } from './kill-schedule.ts';
import { targets } from './targets.ts';

describe('killSchedule', () => {
  it('the schedule depends only on the seed', () => {
    expect(killSchedule(targets, 20, 7)).toEqual(killSchedule(targets, 20, 7));
    expect(killSchedule(targets, 20, 7)).not.toEqual(killSchedule(targets, 20, 8));
  });

  it('each round kills each service and each engine once', () => {
    const schedule = killSchedule(targets, 2 * targets.length, 1);
    const rounds = [schedule.slice(0, targets.length), schedule.slice(targets.length)];
    for (const round of rounds) {
      expect(round.map(({ target }) => target).sort()).toEqual([...targets].sort());
      expect(round.map(({ startsRound }) => startsRound)).toEqual(targets.map((_, index) => index === 0));
    }
  });

  it('the schedule has the requested number of kills', () => {
    expect(killSchedule(targets, 11, 3)).toHaveLength(11);
  });
});
