import type { HandoffStep, RecordedStep } from '../handoff/steps.ts';
import { directDecision } from '../routing/decision.ts';
import { wallClock } from './counting.ts';
import { gatherFacts, type Gathered } from './gather-facts.ts';
import { noFacts, type HandoffFacts } from './handoff-facts.ts';
import { lostByProcess } from './lost.ts';

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
  steps.reduce<Gathered>(({ facts }, step, index) => gatherFacts(facts, recorded(index + 1, step), wallClock), {
    facts: noFacts,
    changes: {},
  }).facts;

const started: HandoffStep = {
  type: 'started',
  createdBy: 'website-form',
  lead: { source: 'site', channel: 'ads', reachableBy: ['phone'], flags: [], consent: true, signals: [] },
  answers: [],
  asked: [],
  score: 1,
  signalReceivedAt: hour(0),
  touches: { minimum: 5, maximum: 7 },
};
const assigned = (ownerId: string): HandoffStep => ({
  type: 'assigned',
  ownerId,
  teamId: 'east',
  why: 'transfer',
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
  proven: true,
  countedAs: 1,
});
const begun: [number, HandoffStep][] = [
  [0, started],
  [0, { type: 'transferred' }],
  [0, assigned('anna')],
  [0, clock(1)],
];
const end = (ending: 'sql' | 'returned' | 'unreachable'): HandoffStep => ({ type: 'ended', ending });

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
    expect(lostByProcess(facts.marks, hour(78))).toEqual({ cause: 'silent', at: hour(78) });
    expect(lostByProcess(gather(...begun, [1, touch(true)], [50, end('sql')]).marks, hour(60))?.at).toBe(hour(49));
  });

  it('is not a lead that was never reached and is still tried', () => {
    expect(lostByProcess(gather(...begun, [1, touch(false)]).marks, hour(900))).toBeUndefined();
  });

  it('is a lead closed as unreachable below the minimum of touches', () => {
    const close = (countedTouches: number): HandoffStep => ({ type: 'unreachable', countedTouches, byItself: false });
    const after = (touches: number) =>
      gather(...begun, [1, touch(false)], [3, close(touches)], [3, end('unreachable')]);
    expect(lostByProcess(after(4).marks, hour(4))).toEqual({ cause: 'too-few-touches', at: hour(3) });
    expect(lostByProcess(after(5).marks, hour(4))).toBeUndefined();
  });

  it('is a lead that nobody owned for 24 h after its owner had gone', () => {
    const nobody: HandoffStep = {
      type: 'nobody-eligible',
      why: 'declined',
      ownerStays: false,
      routing,
    };
    const facts = gather([0, started], [0, assigned('anna')], [1, nobody]);
    expect(lostByProcess(facts.marks, hour(25))).toEqual({ cause: 'unowned', at: hour(25) });
    const owned = gather([0, started], [0, assigned('anna')], [1, nobody], [24, assigned('boris')]);
    expect(lostByProcess(owned.marks, hour(99))).toBeUndefined();
  });

  it('has one cause, the earliest', () => {
    expect(lostByProcess({ silent: hour(3), uncontacted: hour(5) }, hour(9))?.cause).toBe('silent');
    expect(lostByProcess({ unowned: hour(5), uncontacted: hour(5) }, hour(9))?.cause).toBe('uncontacted');
  });

  it('counts time as it is told to', () => {
    const workdays = { after: (from: string) => `after-${from}` };
    const { facts } = gatherFacts(noFacts, recorded(1, [0, clock(1)]), workdays);
    expect(facts.marks.uncontacted).toBe(`after-${hour(1)}`);
  });
});

describe('the facts of a handoff', () => {
  it('keep each running of a promise apart: A broke it, B kept it', () => {
    const ownersClock = (ownerId: string): HandoffStep => ({ ...clock(1), clock: 'owner', ownerId }) as HandoffStep;
    const reference = { promise: 'first-contact', clock: 'owner' } as const;
    const broken: HandoffStep = { type: 'promise-broken', ...reference, dueAt: hour(1), latenessMilliseconds: 0 };
    const before = gather(...begun, [0, ownersClock('anna')], [1, broken]);
    expect(before.openPromises).toContainEqual(expect.objectContaining({ ownerId: 'anna', brokenAt: hour(1) }));
    const released = recorded(7, [1, { type: 'promise-released', ...reference, why: 'reassigned' }]);
    const { facts, changes } = gatherFacts(before, released, wallClock);
    expect(changes.promise).toMatchObject({ ownerId: 'anna', brokenAt: hour(1), releasedAt: hour(1) });
    const next = gatherFacts(facts, recorded(8, [1, ownersClock('boris')]), wallClock);
    expect(next.changes.promise).toMatchObject({ version: 8, ownerId: 'boris', teamId: 'east' });
  });

  it('take the next step only', () => {
    expect(() => gatherFacts(noFacts, recorded(2, [0, started]), wallClock)).toThrow(RangeError);
  });
});
