import { deputyFor } from './deputy.ts';
import type { WithDeputy } from './deputy.ts';

const standsInFor = (...pairs: [string, string?][]): WithDeputy[] =>
  pairs.map(([personId, deputyId]) => ({ personId, ...(deputyId && { deputyId }) }));
const but =
  (...away: string[]) =>
  ({ personId }: WithDeputy) =>
    !away.includes(personId);

describe('The heir of who goes away', () => {
  const people = standsInFor(['anna', 'boris'], ['boris', 'clara'], ['clara', 'anna'], ['dina'], ['egor', 'gone']);

  it.each([
    ['is the deputy', 'anna', but(), 'boris'],
    ['or, when they are away too, theirs', 'anna', but('boris'), 'clara'],
    ['is nobody when all are away, though they stand in for one another', 'anna', but('boris', 'clara'), undefined],
    ['is never the person, though there', 'anna', but('boris', 'clara'), undefined],
    ['is nobody where no deputy is named', 'dina', but(), undefined],
    ['or where the deputy is no longer known', 'egor', but(), undefined],
  ])('%s', (_, personId, isThere, expected) => {
    expect(deputyFor(personId, people, isThere)).toBe(expected);
  });
});
