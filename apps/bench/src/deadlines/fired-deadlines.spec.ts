import { drainRate, drainSeconds, dueRate, latenesses, lostOrDuplicated } from './fired-deadlines.ts';
import type { Round } from './fired-deadlines.ts';

const round: Round = {
  scheduled: 4,
  fired: [
    { id: 'a', dueAt: 1000, doneAt: 1100 },
    { id: 'b', dueAt: 2000, doneAt: 2050 },
    { id: 'c', dueAt: 3000, doneAt: 4000 },
  ],
};

describe('fired deadlines', () => {
  it('a missing deadline is later than all others', () => {
    expect(latenesses(round)).toEqual([100, 50, 1000, Infinity]);
  });

  it('the drain time is from the first due time to the last row', () => {
    expect(drainSeconds(round)).toBe(3);
    expect(drainRate(round)).toBe(1);
    expect(dueRate(round)).toBe(1);
  });

  it('lostOrDuplicated finds what was lost and what was written twice', () => {
    const [a, b, c] = round.fired;
    expect(lostOrDuplicated(['a', 'b', 'c'], round.fired)).toBeUndefined();
    expect(lostOrDuplicated(['a', 'b', 'c', 'd'], round.fired)).toBe('1 of 4 were lost (d), 0 were written twice');
    expect(
      lostOrDuplicated(
        ['a', 'b', 'c'],
        [a, b, c, c].map((each) => each ?? { id: '', dueAt: 0 }),
      ),
    ).toMatch(/1 were written twice/);
  });

  it('the breach of a second owner is not a duplicate', () => {
    const again = { id: 'a', dueAt: 9000 };
    expect(lostOrDuplicated(['a', 'b', 'c'], [...round.fired, again])).toBeUndefined();
  });
});
