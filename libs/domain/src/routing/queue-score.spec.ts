import { defaultAgreement } from '../agreement/default-agreement.ts';
import { at } from '../spec/simulated-handoff.ts';
import { aCalendar } from '../spec/team-fixtures.ts';
import { WorkingTime } from '../time/working-time.ts';
import { queueScore } from './queue-score.ts';

/** Monday to Friday, 09:00 to 18:00, UTC. `at('10:00')` is a Monday. */
const time = new WorkingTime(aCalendar());
const terms = { ...defaultAgreement.routing, pointsPerDayInQueue: 10 };
const scoreAt = (since: string, now: string): number => queueScore({ score: 50, since }, now, terms, time);

describe('queueScore', () => {
  it.each([
    ['on the day of its arrival', at('10:00'), at('18:00'), 50],
    ['before a full day has passed', at('10:00'), at('09:59', 1), 50],
    ['after a full day', at('10:00'), at('10:00', 1), 60],
    ['after three days', at('10:00'), at('10:00', 3), 80],
    ['after a weekend, which does not count', at('12:00', 5), at('09:00', 7), 50],
    ['a working day after a weekend', at('12:00', 5), at('09:00', 8), 60],
  ])('the score of a waiting lead is what it is %s', (_, since, now, expected) => {
    expect(scoreAt(since, now)).toBe(expected);
  });

  it('a weak lead overtakes fresh leads with a better score after enough days', () => {
    const fresh = (now: string): number => queueScore({ score: 75, since: now }, now, terms, time);
    expect(scoreAt(at('10:00'), at('10:00', 2))).toBeLessThan(fresh(at('10:00', 2)));
    expect(scoreAt(at('10:00'), at('10:00', 3))).toBeGreaterThan(fresh(at('10:00', 3)));
  });

  it('an agreement can leave the order to the scores alone', () => {
    const without = { ...terms, pointsPerDayInQueue: 0 };
    expect(queueScore({ score: 50, since: at('10:00') }, at('10:00', 4), without, time)).toBe(50);
  });
});
