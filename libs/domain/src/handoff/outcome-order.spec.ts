import fc from 'fast-check';
import { compareOutcomes, matchOutcome, momentBeforeHandoff, outcomeTarget } from './outcome-order.ts';
import type { OutcomeReport, OutcomeTarget } from './outcome-order.ts';

const day = (number: number): string => new Date(Date.UTC(2026, 2, number)).toISOString();
const live = (handoffNumber: number, began: number): OutcomeTarget => ({
  handoffNumber,
  beganAt: day(began),
  isImported: false,
});
const imported = (handoffNumber: number, began: number): OutcomeTarget => ({
  ...live(handoffNumber, began),
  isImported: true,
});
const lastOf = (reports: OutcomeReport[]): string | undefined => reports.toSorted(compareOutcomes).at(-1)?.outcomeId;
const report = (outcomeId: string, decided: number, reported: number): OutcomeReport => ({
  outcomeId,
  decidedAt: day(decided),
  reportedAt: day(reported),
});

describe('compareOutcomes', () => {
  it('a lost that happened before the won does not count, although it is reported after it', () => {
    expect(lastOf([report('won', 10, 10), report('lost', 2, 12)])).toBe('won');
  });

  it('the outcome reported last counts among those that happened at the same moment', () => {
    expect(lastOf([report('won', 10, 13), report('lost', 10, 12)])).toBe('won');
    expect(lastOf([report('won', 10, 11), report('lost', 10, 12)])).toBe('lost');
  });

  it('an outcome corrected from won to lost and back to won is won', () => {
    expect(lastOf([report('first', 10, 10), report('mistake', 10, 11), report('back', 10, 12)])).toBe('back');
  });

  it('the same outcome counts in whatever order they arrive', () => {
    const reports = fc.uniqueArray(
      fc.record({
        outcomeId: fc.string({ minLength: 1 }),
        decidedAt: fc.integer({ min: 1, max: 4 }).map(day),
        reportedAt: fc.integer({ min: 1, max: 4 }).map(day),
      }),
      { selector: ({ outcomeId }) => outcomeId, minLength: 1, maxLength: 6 },
    );
    const shuffled = reports.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, ([some, inAnyOrder]) => {
        const last = lastOf(inAnyOrder);
        expect(last).toBe(lastOf(some));
        const latest = Math.max(...some.map(({ decidedAt }) => Date.parse(decidedAt)));
        expect(some.find(({ outcomeId }) => outcomeId === last)?.decidedAt).toBe(new Date(latest).toISOString());
      }),
    );
  });
});

describe('matchOutcome', () => {
  it('an outcome belongs to the latest handoff that had begun by then', () => {
    const handoffs = [live(1, 2), live(2, 8)];
    expect(matchOutcome(handoffs, { decidedAt: day(9) })).toMatchObject({ kind: 'matched', target: handoffs[1] });
    expect(matchOutcome(handoffs, { decidedAt: day(8) })).toMatchObject({ kind: 'matched', target: handoffs[1] });
    expect(matchOutcome(handoffs, { decidedAt: day(7) })).toMatchObject({ kind: 'matched', target: handoffs[0] });
  });

  it('an outcome before the handoff that it names, or before the first one, belongs to none', () => {
    const handoffs = [live(1, 2), live(2, 8)];
    expect(matchOutcome(handoffs, { decidedAt: day(1) })).toEqual({ kind: 'before-handoff', target: handoffs[0] });
    expect(matchOutcome(handoffs, { decidedAt: day(7), handoffNumber: 2 })).toEqual({
      kind: 'before-handoff',
      target: handoffs[1],
    });
  });

  it('an outcome waits for a handoff that is not known yet', () => {
    expect(matchOutcome([], { decidedAt: day(9) })).toEqual({ kind: 'waiting' });
    expect(matchOutcome([live(1, 2)], { decidedAt: day(9), handoffNumber: 2 })).toEqual({ kind: 'waiting' });
  });

  it('an imported outcome belongs to the imported handoff, whatever its date, and waits for it', () => {
    const handoffs = [live(1, 2), imported(2, 5), live(3, 8)];
    for (const decided of [1, 6, 9])
      expect(matchOutcome(handoffs, { decidedAt: day(decided), imported: true })).toMatchObject({
        kind: 'matched',
        target: { handoffNumber: 2 },
      });
    expect(matchOutcome([live(1, 2)], { decidedAt: day(9), imported: true })).toEqual({ kind: 'waiting' });
  });

  it('an outcome after history that was imported late belongs to the open handoff, which began later', () => {
    const handoffs = [live(1, 8), imported(2, 1)];
    expect(matchOutcome(handoffs, { decidedAt: day(9) })).toMatchObject({ target: { handoffNumber: 1 } });
  });

  it('a matched handoff never begins after the outcome, and a refusal means that all of them do', () => {
    const handoffs = fc.uniqueArray(
      fc.record({ n: fc.integer({ min: 1, max: 5 }), began: fc.integer({ min: 1, max: 9 }) }),
      {
        selector: ({ n }) => n,
      },
    );
    const decided = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        handoffs,
        decided,
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        (some, at, named) => {
          const targets = some.map(({ n, began }) => live(n, began));
          const result = matchOutcome(targets, {
            decidedAt: day(at),
            ...(named !== undefined && { handoffNumber: named }),
          });
          const candidates = some.filter(({ n }) => named === undefined || n === named);
          const begun = candidates.filter(({ began }) => began <= at);
          const expected = begun.length > 0 ? 'matched' : candidates.length > 0 ? 'before-handoff' : 'waiting';
          expect(result.kind).toBe(expected);
          if (result.kind === 'matched') expect(begun.map(({ n }) => n)).toContain(result.target.handoffNumber);
        },
      ),
    );
  });
});

describe('outcomeTarget', () => {
  it('an imported handoff begins with its day in the easternmost time zone', () => {
    const step = { type: 'imported' } as unknown as Parameters<typeof outcomeTarget>[1]['step'];
    expect(outcomeTarget(1, { at: '2026-02-01T00:00:00.000Z', step })).toEqual({
      handoffNumber: 1,
      beganAt: '2026-01-31T10:00:00.000Z',
      isImported: true,
    });
  });
});

describe('momentBeforeHandoff', () => {
  it('the text names both moments and what to correct', () => {
    expect(momentBeforeHandoff('decidedAt', '2026-03-01T12:00:00+03:00', day(2))).toBe(
      'decidedAt is 2026-03-01T09:00:00.000Z, before the handoff began at 2026-03-02T00:00:00.000Z. Correct decidedAt, or report it for the handoff that it belongs to.',
    );
    expect(momentBeforeHandoff('paidAt', day(2), day(2))).toBeUndefined();
  });
});
