import type { RecordedStep } from '../handoff/record.ts';
import type { AssignmentReason, HandoffStep } from '../handoff/steps.ts';
import { foldFacts } from './fold-facts.ts';
import type { FoldedFacts } from './fold-facts.ts';
import { emptyFacts } from './handoff-facts.ts';
import type { HandoffFacts } from './handoff-facts.ts';
import { lostByProcess } from './lost-causes.ts';
import { wallClockCounter, workdayCounter } from './time-counter.ts';
import { directDecision } from '../routing/decision.ts';
import { WorkingTime } from '../time/working-time.ts';

const hour = (hours: number): string => new Date(Date.UTC(2026, 0, 5, 10) + hours * 3_600_000).toISOString();
const routing = directDecision('team-lead', 'east', 'anna');

const recorded = (version: number, [hours, step]: [number, HandoffStep]): RecordedStep => ({
  handoffId: 'handoff-1',
  version,
  at: hour(hours),
  recordedAt: hour(hours),
  actor: { kind: 'system', id: 'baton' },
  cause: { kind: 'message', id: 'm' },
  step,
});

const gather = (...steps: [number, HandoffStep][]): HandoffFacts =>
  steps.reduce<FoldedFacts>(({ facts }, step, index) => foldFacts(facts, recorded(index + 1, step), wallClockCounter), {
    facts: emptyFacts,
    changes: {},
  }).facts;

const started: HandoffStep = {
  type: 'started',
  createdBy: 'website-form',
  lead: { source: 'site', channel: 'ads', reachableBy: ['phone'], flags: [], consent: true, signals: [] },
  answers: [],
  askedCriteria: [],
  score: 1,
  signalReceivedAt: hour(0),
  touchLimits: { minimum: 5, maximum: 7, minimumDays: 2 },
};
const assigned = (ownerId: string, why: AssignmentReason = 'transfer'): HandoffStep => ({
  type: 'assigned',
  ownerId,
  teamId: 'east',
  reason: why,
  routing,
});
const clock = (dueHours: number): HandoffStep => ({
  type: 'promise-started',
  promise: 'first-contact',
  clock: 'lead',
  dueAt: hour(dueHours),
  remindAt: [],
});
const touch = (reached: boolean): HandoffStep => ({
  type: 'touched',
  channel: 'call',
  direction: 'outbound',
  outcome: reached ? 'reached' : 'no-answer',
  reached,
  evidence: { kind: 'call-record' },
  referenced: true,
  countedTouchNumber: 1,
});
const begun: [number, HandoffStep][] = [
  [0, started],
  [0, { type: 'transferred' }],
  [0, assigned('anna')],
  [0, clock(1)],
];
const end = (ending: 'sql' | 'returned' | 'unreachable' | 'opted-out'): HandoffStep => ({ type: 'ended', ending });

describe('whose handoff it is', () => {
  const qualified: HandoffStep = { type: 'qualified', answers: [] };

  it('is notified of every owner, and which of them got it as an SQL', () => {
    expect(gather(...begun, [1, assigned('boris')]).assignment).toMatchObject({ ownerId: 'boris', isSql: false });
    const sql = gather(...begun, [1, qualified], [1, assigned('kirill', 'sql')]);
    expect(sql.assignment).toMatchObject({ ownerId: 'kirill', isSql: true });
  });

  it('is the closers’ once it is an SQL, for whatever reason one follows the other', () => {
    const reassigned = gather(...begun, [1, qualified], [2, assigned('kseniya', 'reassigned')]);
    expect(reassigned.assignment).toMatchObject({ ownerId: 'kseniya', isSql: true });
  });
});

describe('lost by process', () => {
  it('is a lead without a touch 24 h after first contact was due, and not a moment before', () => {
    const { marks } = gather(...begun);
    expect(lostByProcess(marks, hour(24.9))).toBeUndefined();
    expect(lostByProcess(marks, hour(25))).toEqual({ cause: 'uncontacted', at: hour(25) });
  });

  it('stays lost when it is touched afterwards, and is not lost when it was touched in time', () => {
    expect(lostByProcess(gather(...begun, [26, touch(true)]).marks, hour(27))?.cause).toBe('uncontacted');
    expect(lostByProcess(gather(...begun, [25, touch(true)]).marks, hour(27))).toBeUndefined();
  });

  it('is not a lead that was given back before', () => {
    expect(lostByProcess(gather(...begun, [20, end('returned')]).marks, hour(999))).toBeUndefined();
  });

  it('is a lead that was reached and then left for 48 h', () => {
    const facts = gather(...begun, [1, touch(true)], [30, touch(false)]);
    expect(lostByProcess(facts.marks, hour(77))).toBeUndefined();
    expect(lostByProcess(facts.marks, hour(78))).toEqual({ cause: 'no-activity', at: hour(78) });
    expect(lostByProcess(gather(...begun, [1, touch(true)], [50, end('sql')]).marks, hour(60))?.at).toBe(hour(49));
  });

  it('is not a lead that was never reached and is still tried', () => {
    expect(lostByProcess(gather(...begun, [1, touch(false)]).marks, hour(900))).toBeUndefined();
  });

  it('is a lead closed as unreachable below the minimum of touches', () => {
    const close = (countedTouches: number): HandoffStep => ({ type: 'unreachable', countedTouches, automatic: false });
    const after = (touches: number) =>
      gather(...begun, [1, touch(false)], [3, close(touches)], [3, end('unreachable')]);
    expect(lostByProcess(after(4).marks, hour(4))).toEqual({ cause: 'too-few-touches', at: hour(3) });
    expect(lostByProcess(after(5).marks, hour(4))).toBeUndefined();
  });

  it('is a lead that nobody owned for 24 h after its owner had gone', () => {
    const nobody: HandoffStep = {
      type: 'nobody-eligible',
      reason: 'declined',
      ownerStays: false,
      routing,
    };
    const facts = gather([0, started], [0, assigned('anna')], [1, nobody]);
    expect(lostByProcess(facts.marks, hour(25))).toEqual({ cause: 'unowned', at: hour(25) });
    const owned = gather([0, started], [0, assigned('anna')], [1, nobody], [24, assigned('boris')]);
    expect(lostByProcess(owned.marks, hour(99))).toBeUndefined();
  });

  it('has one cause, the earliest', () => {
    expect(lostByProcess({ 'no-activity': hour(3), uncontacted: hour(5) }, hour(9))?.cause).toBe('no-activity');
    expect(lostByProcess({ unowned: hour(5), uncontacted: hour(5) }, hour(9))?.cause).toBe('uncontacted');
  });

  it('counts time as it is notified to', () => {
    const slowly = { add: (from: string, milliseconds: number) => wallClockCounter.add(from, 2 * milliseconds) };
    const { facts } = foldFacts(emptyFacts, recorded(1, [0, clock(1)]), slowly);
    expect(facts.marks.uncontacted).toBe(hour(49));
  });
});

describe('lost by process after a return', () => {
  const returned: HandoffStep = {
    type: 'returned',
    reason: 'no-need',
    proof: { kind: 'call-record' },
    returnedBy: 'anna',
    qualification: 'none',
    countsAgainst: 'marketing',
  };
  const overturned: HandoffStep = { type: 'dispute-decided', verdict: 'overturned', fault: 'sales' };
  const givenBack: [number, HandoffStep][] = [...begun, [0.5, touch(true)], [10, returned]];
  const anew: [number, HandoffStep][] = [...givenBack, [100, overturned], [101, assigned('boris')]];

  it('is a lead whose overturned return was uncontacted 24 h after the new transfer', () => {
    const { marks } = gather(...anew);
    expect(lostByProcess(marks, hour(124.9))).toBeUndefined();
    expect(lostByProcess(marks, hour(125))).toEqual({ cause: 'overturned-uncontacted', at: hour(125) });
    expect(lostByProcess(gather(...anew, [125, touch(false)]).marks, hour(126))).toBeUndefined();
  });

  it('is no lead that marketing and the arbiter look at for as long as they like', () => {
    expect(lostByProcess(gather(...givenBack, [900, overturned]).marks, hour(999))).toBeUndefined();
  });

  it('is a lead that was spoken with again and then left for 48 h', () => {
    const { marks } = gather(...anew, [102, touch(false)]);
    expect(lostByProcess(marks, hour(150))).toEqual({ cause: 'no-activity', at: hour(150) });
  });
});

describe('lost by process when the record is mended or the lead decides', () => {
  const voided = (touchVersion: number): HandoffStep => ({ type: 'touch-voided', touchVersion, reason: 'mistaken' });
  const evidence = { kind: 'call-record' } as const;

  it('is a lead whose only touch was a mistake, from when it was taken back on and not before', () => {
    const facts = gather(...begun, [1, touch(false)], [60, voided(5)]);
    expect(lostByProcess(facts.marks, hour(59))).toBeUndefined();
    expect(lostByProcess(facts.marks, hour(60))).toEqual({ cause: 'uncontacted', at: hour(60) });
    expect(facts).toMatchObject({ touches: [], countedTouches: 0 });
  });

  it('is not silent before a dated next step, nor after a touch that comes before it', () => {
    const agreed: HandoffStep = { type: 'next-step-agreed', nextStepAt: hour(200), evidence, referenced: true };
    const { marks } = gather(...begun, [1, touch(true)], [2, agreed], [3, touch(false)]);
    expect(lostByProcess(marks, hour(247))).toBeUndefined();
    expect(lostByProcess(marks, hour(248))?.cause).toBe('no-activity');
  });

  it('is a lead that answered by itself and heard nothing for 48 h', () => {
    const answered: HandoffStep = { type: 'lead-replied', channel: 'email', evidence, referenced: true };
    const { marks } = gather(...begun, [1, touch(false)], [2, answered]);
    expect(lostByProcess(marks, hour(50))).toEqual({ cause: 'no-activity', at: hour(50) });
  });

  it('is no lead that opted out, unless it was lost before', () => {
    const optedOut: HandoffStep = { type: 'opted-out', evidence, referenced: true };
    const out = (hours: number): [number, HandoffStep][] => [
      [hours, optedOut],
      [hours, end('opted-out')],
    ];
    expect(lostByProcess(gather(...begun, [1, touch(false)], ...out(20)).marks, hour(999))).toBeUndefined();
    expect(lostByProcess(gather(...begun, ...out(30)).marks, hour(999))?.cause).toBe('uncontacted');
  });
});

describe('lost by process in working days', () => {
  const office = [{ from: '09:00', to: '18:00' }];
  const hours = { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office };
  const counting = workdayCounter(new WorkingTime({ zone: 'Europe/Moscow', hours, specialDays: [], absences: [] }));
  const at = (step: [string, HandoffStep], version: number): RecordedStep => ({
    ...recorded(version, [0, step[1]]),
    at: step[0],
  });
  const marksOf = (...steps: [string, HandoffStep][]) =>
    steps.reduce<HandoffFacts>(
      (facts, step, index) => foldFacts(facts, at(step, index + 1), counting).facts,
      emptyFacts,
    ).marks;

  it('lets the weekend pass: transferred Fri 19:00, due Mon 09:15, lost Tue 09:15', () => {
    const friday = '2026-01-09T16:00:00.000Z';
    const due: HandoffStep = { ...clock(0), dueAt: '2026-01-12T06:15:00.000Z' } as HandoffStep;
    const { uncontacted } = marksOf([friday, started], [friday, { type: 'transferred' }], [friday, due]);
    expect(uncontacted).toBe('2026-01-13T06:15:00.000Z');
  });

  it('counts 48 h as the agreement does: spoken with Thu 15:00, silent from Mon 15:00', () => {
    const { 'no-activity': noActivity } = marksOf(['2026-01-08T12:00:00.000Z', touch(true)]);
    expect(noActivity).toBe('2026-01-12T12:00:00.000Z');
  });
});

describe('the facts of a handoff', () => {
  it('keep an SQL that was withdrawn, with the moment from which it is none', () => {
    const steps: [number, HandoffStep][] = [
      [1, touch(true)],
      [2, { type: 'qualified', answers: [] }],
    ];
    expect(gather(...begun, ...steps, [9, { type: 'sql-withdrawn' }])).toMatchObject({
      sqlAt: hour(2),
      sqlWithdrawnAt: hour(9),
    });
  });

  it('tell a promise once when the touch that kept it was a mistake: the running that goes on stands for it', () => {
    const reference = { promise: 'first-contact', clock: 'lead' } as const;
    const times = { countedMilliseconds: 1, wallClockMilliseconds: 1 };
    const kept: HandoffStep = { type: 'promise-kept', ...reference, late: false, ...times };
    const facts = gather(...begun, [0.5, touch(false)], [0.5, kept]);
    const reopened = { ...clock(1), startsAt: hour(0) } as HandoffStep;
    const { changes } = foldFacts(facts, recorded(7, [3, reopened]), wallClockCounter);
    expect(changes.promises).toMatchObject([
      { version: 4, keptAt: hour(0.5), replacedAt: hour(3) },
      { version: 7, knownAt: hour(3), startedAt: hour(0), dueAt: hour(1) },
    ]);
  });

  it('hold a return without a reason until one is given', () => {
    const held = gather(...begun, [1, { type: 'return-held' }]);
    expect(held.heldReturn).toEqual({ version: 5, at: hour(1) });
    const { facts, changes } = foldFacts(held, recorded(6, [2, end('unreachable')]), wallClockCounter);
    expect(changes.heldReturn).toEqual({ version: 5, at: hour(1), until: hour(2) });
    expect(facts.heldReturn).toBeUndefined();
  });

  it('keep each running of a promise apart: A broke it, B has it, and a correction is of what A broke', () => {
    const ownersClock = (ownerId: string): HandoffStep => ({ ...clock(1), clock: 'owner', ownerId }) as HandoffStep;
    const reference = { promise: 'first-contact', clock: 'owner' } as const;
    const broken: HandoffStep = { type: 'promise-broken', ...reference, dueAt: hour(1), latenessMilliseconds: 0 };
    const before = gather(...begun, [0, ownersClock('anna')], [1, broken]);
    expect(before.openPromises).toContainEqual(expect.objectContaining({ ownerId: 'anna', brokenAt: hour(1) }));
    const released = recorded(7, [1, { type: 'promise-released', ...reference, reason: 'reassigned' }]);
    const { facts, changes } = foldFacts(before, released, wallClockCounter);
    expect(changes.promises).toMatchObject([{ ownerId: 'anna', brokenAt: hour(1), releasedAt: hour(1) }]);
    const next = foldFacts(facts, recorded(8, [1, ownersClock('boris')]), wallClockCounter);
    expect(next.changes.promises).toMatchObject([{ version: 8, ownerId: 'boris', teamId: 'east' }]);
    const correction: HandoffStep = {
      type: 'breach-corrected',
      ...reference,
      dueAt: hour(1),
      touchMadeAt: hour(0.9),
      ownerId: 'anna',
    };
    const shown = foldFacts(next.facts, recorded(9, [1.5, correction]), wallClockCounter);
    expect(shown.changes.promises).toMatchObject([{ ownerId: 'anna', releasedAt: hour(1), correctedAt: hour(1.5) }]);
    expect(shown.facts.openPromises).toEqual(next.facts.openPromises);
  });

  it('take the next step only', () => {
    expect(() => foldFacts(emptyFacts, recorded(2, [0, started]), wallClockCounter)).toThrow(RangeError);
  });
});
