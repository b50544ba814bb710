import { drainRate, drainSeconds, dueRate, latenesses, lostOrDoubled } from './fallen.ts';
import type { Round } from './fallen.ts';

const round: Round = {
  set: 4,
  fallen: [
    { id: 'a', dueAt: 1000, doneAt: 1100 },
    { id: 'b', dueAt: 2000, doneAt: 2050 },
    { id: 'c', dueAt: 3000, doneAt: 4000 },
  ],
};

describe('what became of deadlines', () => {
  it('tells how late each was, and the missing ones as later than all', () => {
    expect(latenesses(round)).toEqual([100, 50, 1000, Infinity]);
  });

  it('drains from the first due moment to the last row', () => {
    expect(drainSeconds(round)).toBe(3);
    expect(drainRate(round)).toBe(1);
    expect(dueRate(round)).toBe(1);
  });

  it('finds what was lost and what was written twice', () => {
    const [a, b, c] = round.fallen;
    expect(lostOrDoubled(['a', 'b', 'c'], round.fallen)).toBeUndefined();
    expect(lostOrDoubled(['a', 'b', 'c', 'd'], round.fallen)).toBe('1 of 4 were lost (d), 0 were written twice');
    expect(
      lostOrDoubled(
        ['a', 'b', 'c'],
        [a, b, c, c].map((each) => each ?? { id: '', dueAt: 0 }),
      ),
    ).toMatch(/1 were written twice/);
  });

  it('takes the breach of a second owner for no double', () => {
    const again = { id: 'a', dueAt: 9000 };
    expect(lostOrDoubled(['a', 'b', 'c'], [...round.fallen, again])).toBeUndefined();
  });
});
