import type { HandoffStep } from '../handoff/steps.ts';
import {
  assigned,
  end,
  firstContactClock,
  fold,
  hour,
  recorded,
  started,
  touch,
  transferred,
} from '../spec/recorded-facts.ts';
import { foldFacts } from './fold-facts.ts';
import { emptyFacts } from './handoff-facts.ts';
import { wallClockLimits } from './time-limits.ts';

describe('assignment facts', () => {
  const qualified: HandoffStep = { type: 'qualified', answers: [] };

  it('the assignment names the owner, and whether the lead was an SQL by then', () => {
    expect(fold(...transferred, [1, assigned('boris')]).assignment).toMatchObject({ ownerId: 'boris', isSql: false });
    const sql = fold(...transferred, [1, qualified], [1, assigned('kirill', 'sql')]);
    expect(sql.assignment).toMatchObject({ ownerId: 'kirill', isSql: true });
  });

  it('the assignment of an SQL to another closer is an SQL for any reason', () => {
    const reassigned = fold(...transferred, [1, qualified], [2, assigned('kseniya', 'reassigned')]);
    expect(reassigned.assignment).toMatchObject({ ownerId: 'kseniya', isSql: true });
  });
});

describe('foldFacts', () => {
  const returned: HandoffStep = {
    type: 'returned',
    reason: 'wrong-region',
    returnedBy: 'anna',
    proof: { kind: 'call-record', reference: 'call-1', level: 'referenced' },
    qualification: 'none',
    countsAgainst: 'marketing',
  };

  it('a withdrawn SQL keeps the times when it became one and when it was withdrawn', () => {
    const steps: [number, HandoffStep][] = [
      [1, touch(true)],
      [2, { type: 'qualified', answers: [] }],
    ];
    expect(fold(...transferred, ...steps, [9, { type: 'sql-withdrawn' }]).sql).toMatchObject({
      at: hour(2),
      withdrawnAt: hour(9),
    });
  });

  it('a postponed handoff keeps its end, and when the next one replaced it', () => {
    const facts = fold(
      ...transferred,
      [1, touch(true)],
      [2, { type: 'ended', ending: 'postponed' }],
      [400, { type: 'postponement-ended' }],
      [400, { type: 'resumed', handoffId: 'handoff-2', handoffNumber: 2, cause: 'date' }],
    );
    expect(facts).toMatchObject({ endedAt: hour(2), ending: 'postponed', resumedAt: hour(400), marks: {} });
  });

  it('a lead that is qualified again after its withdrawal is an SQL since then, and the first time stays recorded', () => {
    const qualified: HandoffStep = { type: 'qualified', answers: [] };
    const withdrawn = fold(...transferred, [2, qualified], [9, { type: 'sql-withdrawn' }]);
    const { facts, changes } = foldFacts(withdrawn, recorded(7, [20, qualified]), wallClockLimits);
    expect(facts.sql).toEqual({ version: 7, at: hour(20), knownAt: hour(20) });
    expect(changes).toEqual({ sql: facts.sql });
  });

  it('a lead that is rerouted after its withdrawal counts for the rep who has it then', () => {
    const qualified: HandoffStep = { type: 'qualified', answers: [] };
    const closed = fold(...transferred, [2, qualified], [2, assigned('kirill', 'sql')], [9, { type: 'sql-withdrawn' }]);
    expect(closed.creditedAssignment).toMatchObject({ ownerId: 'anna', endedAt: hour(2) });
    const { facts, changes } = foldFacts(closed, recorded(8, [9, assigned('boris', 'rerouted')]), wallClockLimits);
    expect(facts.creditedAssignment).toMatchObject({ ownerId: 'boris', isSql: false });
    expect(changes.assignments).toMatchObject([
      { ownerId: 'kirill', endedAt: hour(9) },
      { ownerId: 'anna', endedAt: hour(2), creditedUntilAt: hour(9) },
      { ownerId: 'boris', isSql: false },
    ]);
  });

  it('a step that is recorded later than it happened is known since its recording', () => {
    const reached = touch(true);
    const facts = fold(...transferred, [1, reached, 5], [2, { type: 'accepted', impliedByTouch: true }, 3]);
    expect(facts.touches).toMatchObject([{ at: hour(1), knownAt: hour(5) }]);
    // The later version builds on the touch, so it cannot be known before it.
    expect(facts).toMatchObject({ acceptedAt: hour(5), latestAt: hour(5) });
  });

  it('a promise reopened by a voided touch replaces the run that the touch kept', () => {
    const reference = { promise: 'first-contact', clock: 'lead' } as const;
    const durations = { countedMilliseconds: 1, wallClockMilliseconds: 1 };
    const kept: HandoffStep = { type: 'promise-kept', ...reference, late: false, ...durations };
    const facts = fold(...transferred, [0.5, touch(false)], [0.5, kept]);
    const reopened = { ...firstContactClock(1), startsAt: hour(0) } as HandoffStep;
    const { changes } = foldFacts(facts, recorded(7, [3, reopened]), wallClockLimits);
    expect(changes.promises).toMatchObject([
      { version: 4, keptAt: hour(0.5), replacedAt: hour(3) },
      { version: 7, knownAt: hour(3), startedAt: hour(0), dueAt: hour(1) },
    ]);
  });

  it('a held return ends when the handoff does', () => {
    const held = fold(...transferred, [1, { type: 'return-held' }]);
    expect(held.heldReturn).toEqual({ version: 5, at: hour(1) });
    const { facts, changes } = foldFacts(held, recorded(6, [2, end('unreachable')]), wallClockLimits);
    expect(changes.heldReturn).toEqual({ version: 5, at: hour(1), until: hour(2) });
    expect(facts.heldReturn).toBeUndefined();
  });

  it('a correction applies to the run of the owner who broke the promise', () => {
    const ownerClock = (ownerId: string): HandoffStep =>
      ({ ...firstContactClock(1), clock: 'owner', ownerId }) as HandoffStep;
    const reference = { promise: 'first-contact', clock: 'owner' } as const;
    const broken: HandoffStep = { type: 'promise-broken', ...reference, dueAt: hour(1), latenessMilliseconds: 0 };
    const before = fold(...transferred, [0, ownerClock('anna')], [1, broken]);
    expect(before.openPromises).toContainEqual(expect.objectContaining({ ownerId: 'anna', brokenAt: hour(1) }));
    const released = recorded(7, [1, { type: 'promise-released', ...reference, reason: 'reassigned' }]);
    const { facts, changes } = foldFacts(before, released, wallClockLimits);
    expect(changes.promises).toMatchObject([{ ownerId: 'anna', brokenAt: hour(1), releasedAt: hour(1) }]);
    const next = foldFacts(facts, recorded(8, [1, ownerClock('boris')]), wallClockLimits);
    expect(next.changes.promises).toMatchObject([{ version: 8, ownerId: 'boris', teamId: 'east' }]);
    const correction: HandoffStep = {
      type: 'breach-corrected',
      ...reference,
      dueAt: hour(1),
      touchMadeAt: hour(0.9),
      ownerId: 'anna',
    };
    const corrected = foldFacts(next.facts, recorded(9, [1.5, correction]), wallClockLimits);
    expect(corrected.changes.promises).toMatchObject([
      { ownerId: 'anna', releasedAt: hour(1), correctedAt: hour(1.5) },
    ]);
    expect(corrected.facts.openPromises).toEqual(next.facts.openPromises);
  });

  it('a late first contact keeps the account of who held the lead until the breach, and until the touch', () => {
    const reference = { promise: 'first-contact', clock: 'lead' } as const;
    const inQueue = { holder: 'queue', milliseconds: 3_600_000 } as const;
    const withAnna = { holder: 'owner', ownerId: 'anna', milliseconds: 1_800_000 } as const;
    const broken: HandoffStep = {
      type: 'promise-broken',
      ...reference,
      dueAt: hour(1),
      latenessMilliseconds: 0,
      account: [inQueue],
    };
    const late = fold(...transferred, [1, broken], [1.5, touch(true)]);
    expect(late.openPromises).toMatchObject([{ brokenAt: hour(1), accountAtBreach: [inQueue] }]);
    const durations = { countedMilliseconds: 1, wallClockMilliseconds: 1 };
    const account = [inQueue, withAnna];
    const kept: HandoffStep = { type: 'promise-kept', ...reference, late: true, ...durations, account };
    expect(foldFacts(late, recorded(7, [1.5, kept]), wallClockLimits).changes.promises).toMatchObject([
      { keptAt: hour(1.5), accountAtBreach: [inQueue], accountAtTouch: account },
    ]);
  });

  it.each(['upheld', 'overturned'] as const)(
    'a return that is %s by the arbiter keeps the fault of the verdict',
    (verdict) => {
      const open = fold(...transferred, [2, returned]);
      const decided = recorded(6, [5, { type: 'dispute-decided', verdict, fault: 'routing' }]);
      expect(foldFacts(open, decided, wallClockLimits).changes.returned).toMatchObject({
        reason: 'wrong-region',
        decided: { at: hour(5), verdict, fault: 'routing' },
      });
    },
  );

  it('a return that marketing accepts is upheld and names no fault', () => {
    const open = fold(...transferred, [2, returned]);
    const accepted = recorded(6, [3, { type: 'return-accepted', disposition: 'nurtured', bySilence: false }]);
    expect(foldFacts(open, accepted, wallClockLimits).changes.returned?.decided).toEqual({
      at: hour(3),
      verdict: 'upheld',
    });
  });

  it('a step that is not the next one is rejected', () => {
    expect(() => foldFacts(emptyFacts, recorded(2, [0, started]), wallClockLimits)).toThrow(RangeError);
  });
});
