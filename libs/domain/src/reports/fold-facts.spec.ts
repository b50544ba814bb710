import type { RecordedStep } from '../handoff/record.ts';
import type { AssignmentReason, HandoffStep } from '../handoff/steps.ts';
import { foldFacts } from './fold-facts.ts';
import type { FoldedFacts } from './fold-facts.ts';
import { emptyFacts } from './handoff-facts.ts';
import type { HandoffFacts } from './handoff-facts.ts';
import { lostByProcess } from './lost-causes.ts';
import { wallClockCounter, workdayCounter } from './time-counter.ts';
import { directDecision } from '../routing/decision.ts';
import { HOUR } from '../time/units.ts';
import { WorkingTime } from '../time/working-time.ts';

const hour = (hours: number): string => new Date(Date.UTC(2026, 0, 5, 10) + hours * HOUR).toISOString();
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

const fold = (...steps: [number, HandoffStep][]): HandoffFacts =>
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
const assigned = (ownerId: string, reason: AssignmentReason = 'transfer'): HandoffStep => ({
  type: 'assigned',
  ownerId,
  teamId: 'east',
  reason,
  routing,
});
const firstContactClock = (dueHours: number): HandoffStep => ({
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
const transferred: [number, HandoffStep][] = [
  [0, started],
  [0, { type: 'transferred' }],
  [0, assigned('anna')],
  [0, firstContactClock(1)],
];
const end = (ending: 'sql' | 'returned' | 'unreachable' | 'opted-out'): HandoffStep => ({ type: 'ended', ending });

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

describe('lostByProcess', () => {
  it('a lead without a touch is lost exactly 24 h after first contact was due', () => {
    const { marks } = fold(...transferred);
    expect(lostByProcess(marks, hour(24.9))).toBeUndefined();
    expect(lostByProcess(marks, hour(25))).toEqual({ cause: 'uncontacted', at: hour(25) });
  });

  it('a lost lead stays lost after a late touch, and a lead touched in time is not lost', () => {
    expect(lostByProcess(fold(...transferred, [26, touch(true)]).marks, hour(27))?.cause).toBe('uncontacted');
    expect(lostByProcess(fold(...transferred, [25, touch(true)]).marks, hour(27))).toBeUndefined();
  });

  it('a lead that was returned before is not lost', () => {
    expect(lostByProcess(fold(...transferred, [20, end('returned')]).marks, hour(999))).toBeUndefined();
  });

  it('a reached lead is lost after 48 h without activity', () => {
    const facts = fold(...transferred, [1, touch(true)], [30, touch(false)]);
    expect(lostByProcess(facts.marks, hour(77))).toBeUndefined();
    expect(lostByProcess(facts.marks, hour(78))).toEqual({ cause: 'no-activity', at: hour(78) });
    expect(lostByProcess(fold(...transferred, [1, touch(true)], [50, end('sql')]).marks, hour(60))?.at).toBe(hour(49));
  });

  it('a lead that was never reached and is still tried is not lost', () => {
    expect(lostByProcess(fold(...transferred, [1, touch(false)]).marks, hour(900))).toBeUndefined();
  });

  it('a lead closed as unreachable below the minimum of touches is lost', () => {
    const close = (countedTouches: number): HandoffStep => ({ type: 'unreachable', countedTouches, automatic: false });
    const after = (touches: number) =>
      fold(...transferred, [1, touch(false)], [3, close(touches)], [3, end('unreachable')]);
    expect(lostByProcess(after(4).marks, hour(4))).toEqual({ cause: 'too-few-touches', at: hour(3) });
    expect(lostByProcess(after(5).marks, hour(4))).toBeUndefined();
  });

  it('a lead without an owner is lost after 24 h', () => {
    const nobodyEligible: HandoffStep = {
      type: 'nobody-eligible',
      reason: 'declined',
      ownerStays: false,
      routing,
    };
    const facts = fold([0, started], [0, assigned('anna')], [1, nobodyEligible]);
    expect(lostByProcess(facts.marks, hour(25))).toEqual({ cause: 'unowned', at: hour(25) });
    const owned = fold([0, started], [0, assigned('anna')], [1, nobodyEligible], [24, assigned('boris')]);
    expect(lostByProcess(owned.marks, hour(99))).toBeUndefined();
  });

  it('the earliest cause counts', () => {
    expect(lostByProcess({ 'no-activity': hour(3), uncontacted: hour(5) }, hour(9))?.cause).toBe('no-activity');
    expect(lostByProcess({ unowned: hour(5), uncontacted: hour(5) }, hour(9))?.cause).toBe('uncontacted');
  });

  it('limits run by the given time counter', () => {
    const slowCounter = { add: (from: string, milliseconds: number) => wallClockCounter.add(from, 2 * milliseconds) };
    const { facts } = foldFacts(emptyFacts, recorded(1, [0, firstContactClock(1)]), slowCounter);
    expect(facts.marks.uncontacted).toBe(hour(49));
  });
});

describe('lostByProcess, after a return', () => {
  const returned: HandoffStep = {
    type: 'returned',
    reason: 'no-need',
    proof: { kind: 'call-record' },
    returnedBy: 'anna',
    qualification: 'none',
    countsAgainst: 'marketing',
  };
  const overturned: HandoffStep = { type: 'dispute-decided', verdict: 'overturned', fault: 'sales' };
  const returnedSteps: [number, HandoffStep][] = [...transferred, [0.5, touch(true)], [10, returned]];
  const retransferred: [number, HandoffStep][] = [...returnedSteps, [100, overturned], [101, assigned('boris')]];

  it('a lead without a touch is lost 24 h after the transfer that follows an overturned return', () => {
    const { marks } = fold(...retransferred);
    expect(lostByProcess(marks, hour(124.9))).toBeUndefined();
    expect(lostByProcess(marks, hour(125))).toEqual({ cause: 'overturned-uncontacted', at: hour(125) });
    expect(lostByProcess(fold(...retransferred, [125, touch(false)]).marks, hour(126))).toBeUndefined();
  });

  it('a lead is not lost while marketing or the arbiter decides about it', () => {
    expect(lostByProcess(fold(...returnedSteps, [900, overturned]).marks, hour(999))).toBeUndefined();
  });

  it('a lead that was contacted again is lost after 48 h without activity', () => {
    const { marks } = fold(...retransferred, [102, touch(false)]);
    expect(lostByProcess(marks, hour(150))).toEqual({ cause: 'no-activity', at: hour(150) });
  });
});

describe('lostByProcess, after corrections and decisions of the lead', () => {
  const voided = (touchVersion: number): HandoffStep => ({ type: 'touch-voided', touchVersion, reason: 'mistaken' });
  const evidence = { kind: 'call-record' } as const;

  it('a lead whose only touch is voided is lost from then on, not before', () => {
    const facts = fold(...transferred, [1, touch(false)], [60, voided(5)]);
    expect(lostByProcess(facts.marks, hour(59))).toBeUndefined();
    expect(lostByProcess(facts.marks, hour(60))).toEqual({ cause: 'uncontacted', at: hour(60) });
    expect(facts).toMatchObject({ touches: [], countedTouches: 0 });
  });

  it('the 48 h without activity start at an agreed next step, even after an earlier touch', () => {
    const agreed: HandoffStep = { type: 'next-step-agreed', nextStepAt: hour(200), evidence, referenced: true };
    const { marks } = fold(...transferred, [1, touch(true)], [2, agreed], [3, touch(false)]);
    expect(lostByProcess(marks, hour(247))).toBeUndefined();
    expect(lostByProcess(marks, hour(248))?.cause).toBe('no-activity');
  });

  it('a lead that replied on its own is lost after 48 h without activity', () => {
    const replied: HandoffStep = { type: 'lead-replied', channel: 'email', evidence, referenced: true };
    const { marks } = fold(...transferred, [1, touch(false)], [2, replied]);
    expect(lostByProcess(marks, hour(50))).toEqual({ cause: 'no-activity', at: hour(50) });
  });

  it('a lead that opted out is lost only if it was lost before', () => {
    const optedOut: HandoffStep = { type: 'opted-out', evidence, referenced: true };
    const optOutAt = (hours: number): [number, HandoffStep][] => [
      [hours, optedOut],
      [hours, end('opted-out')],
    ];
    expect(lostByProcess(fold(...transferred, [1, touch(false)], ...optOutAt(20)).marks, hour(999))).toBeUndefined();
    expect(lostByProcess(fold(...transferred, ...optOutAt(30)).marks, hour(999))?.cause).toBe('uncontacted');
  });
});

describe('lostByProcess, on working days', () => {
  const office = [{ from: '09:00', to: '18:00' }];
  const hours = { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office };
  const counter = workdayCounter(new WorkingTime({ zone: 'Europe/Moscow', hours, specialDays: [], absences: [] }));
  const at = (step: [string, HandoffStep], version: number): RecordedStep => ({
    ...recorded(version, [0, step[1]]),
    at: step[0],
  });
  const marksOf = (...steps: [string, HandoffStep][]) =>
    steps.reduce<HandoffFacts>((facts, step, index) => foldFacts(facts, at(step, index + 1), counter).facts, emptyFacts)
      .marks;

  it('a weekend does not count: due Monday 09:15, lost Tuesday 09:15', () => {
    const friday = '2026-01-09T16:00:00.000Z';
    const due: HandoffStep = { ...firstContactClock(0), dueAt: '2026-01-12T06:15:00.000Z' } as HandoffStep;
    const { uncontacted } = marksOf([friday, started], [friday, { type: 'transferred' }], [friday, due]);
    expect(uncontacted).toBe('2026-01-13T06:15:00.000Z');
  });

  it('a lead contacted on Thursday 15:00 is lost on Monday 15:00, after 48 h of working days', () => {
    const { 'no-activity': noActivity } = marksOf(['2026-01-08T12:00:00.000Z', touch(true)]);
    expect(noActivity).toBe('2026-01-12T12:00:00.000Z');
  });
});

describe('foldFacts', () => {
  it('a withdrawn SQL keeps the times when it became one and when it was withdrawn', () => {
    const steps: [number, HandoffStep][] = [
      [1, touch(true)],
      [2, { type: 'qualified', answers: [] }],
    ];
    expect(fold(...transferred, ...steps, [9, { type: 'sql-withdrawn' }])).toMatchObject({
      sqlAt: hour(2),
      sqlWithdrawnAt: hour(9),
    });
  });

  it('a promise reopened by a voided touch replaces the run that the touch kept', () => {
    const reference = { promise: 'first-contact', clock: 'lead' } as const;
    const durations = { countedMilliseconds: 1, wallClockMilliseconds: 1 };
    const kept: HandoffStep = { type: 'promise-kept', ...reference, late: false, ...durations };
    const facts = fold(...transferred, [0.5, touch(false)], [0.5, kept]);
    const reopened = { ...firstContactClock(1), startsAt: hour(0) } as HandoffStep;
    const { changes } = foldFacts(facts, recorded(7, [3, reopened]), wallClockCounter);
    expect(changes.promises).toMatchObject([
      { version: 4, keptAt: hour(0.5), replacedAt: hour(3) },
      { version: 7, knownAt: hour(3), startedAt: hour(0), dueAt: hour(1) },
    ]);
  });

  it('a held return ends when the handoff does', () => {
    const held = fold(...transferred, [1, { type: 'return-held' }]);
    expect(held.heldReturn).toEqual({ version: 5, at: hour(1) });
    const { facts, changes } = foldFacts(held, recorded(6, [2, end('unreachable')]), wallClockCounter);
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
    const { facts, changes } = foldFacts(before, released, wallClockCounter);
    expect(changes.promises).toMatchObject([{ ownerId: 'anna', brokenAt: hour(1), releasedAt: hour(1) }]);
    const next = foldFacts(facts, recorded(8, [1, ownerClock('boris')]), wallClockCounter);
    expect(next.changes.promises).toMatchObject([{ version: 8, ownerId: 'boris', teamId: 'east' }]);
    const correction: HandoffStep = {
      type: 'breach-corrected',
      ...reference,
      dueAt: hour(1),
      touchMadeAt: hour(0.9),
      ownerId: 'anna',
    };
    const corrected = foldFacts(next.facts, recorded(9, [1.5, correction]), wallClockCounter);
    expect(corrected.changes.promises).toMatchObject([
      { ownerId: 'anna', releasedAt: hour(1), correctedAt: hour(1.5) },
    ]);
    expect(corrected.facts.openPromises).toEqual(next.facts.openPromises);
  });

  it('a step that is not the next one is rejected', () => {
    expect(() => foldFacts(emptyFacts, recorded(2, [0, started]), wallClockCounter)).toThrow(RangeError);
  });
});
