import { deputyFor } from './deputy.ts';
import type { WithDeputy } from './deputy.ts';

const peopleWithDeputies = (...pairs: [string, string?][]): WithDeputy[] =>
  pairs.map(([personId, deputyId]) => ({ personId, ...(deputyId && { deputyId }) }));
const everyoneBut =
  (...away: string[]) =>
  ({ personId }: WithDeputy) =>
    !away.includes(personId);

describe('deputyFor', () => {
  const people = peopleWithDeputies(
    ['anna', 'boris'],
    ['boris', 'clara'],
    ['clara', 'anna'],
    ['dina'],
    ['egor', 'gone'],
  );

  it.each([
    ['the deputy of an absent person takes over', 'anna', everyoneBut(), 'boris'],
    ['the deputy of an absent deputy takes over', 'anna', everyoneBut('boris'), 'clara'],
    ['nobody takes over when all deputies in a circle are absent', 'anna', everyoneBut('boris', 'clara'), undefined],
    ['nobody takes over for a person without a deputy', 'dina', everyoneBut(), undefined],
    ['nobody takes over when the deputy is unknown', 'egor', everyoneBut(), undefined],
  ])('%s', (_, personId, isAvailable, expected) => {
    expect(deputyFor(personId, people, isAvailable)).toBe(expected);
  });
});
