import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { RecordedStep } from '../handoff/record.ts';
import type { HandoffStep } from '../handoff/steps.ts';
import {
  assigned,
  end,
  firstContactClock,
  fold,
  hour,
  recorded,
  routing,
  started,
  touch,
  transferred,
} from '../spec/recorded-facts.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import { WorkingTime } from '../time/working-time.ts';
import { foldFacts } from './fold-facts.ts';
import { emptyFacts } from './handoff-facts.ts';
import type { HandoffFacts } from './handoff-facts.ts';
import { lostByProcess } from './lost-causes.ts';
import { workdayLimits } from './time-limits.ts';

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

  it('a lead stays lost after a touch in time that is recorded after the limit, because the record did not show it', () => {
    expect(lostByProcess(fold(...transferred, [24, touch(true), 26]).marks, hour(27))).toEqual({
      cause: 'uncontacted',
      at: hour(25),
    });
    expect(lostByProcess(fold(...transferred, [24, touch(true), 25]).marks, hour(27))).toBeUndefined();
  });

  it('a lead that was returned before is not lost', () => {
    expect(lostByProcess(fold(...transferred, [20, end('returned')]).marks, hour(999))).toBeUndefined();
  });

  it('a contacted lead is lost after 48 h without activity, whether or not it was reached', () => {
    const facts = fold(...transferred, [1, touch(true)], [30, touch(false)]);
    expect(lostByProcess(facts.marks, hour(77))).toBeUndefined();
    expect(lostByProcess(facts.marks, hour(78))).toEqual({ cause: 'no-activity', at: hour(78) });
    expect(lostByProcess(fold(...transferred, [1, touch(true)], [50, end('sql')]).marks, hour(60))?.at).toBe(hour(49));
    const tried = fold(...transferred, [1, touch(false)]);
    expect(lostByProcess(tried.marks, hour(49))).toEqual({ cause: 'no-activity', at: hour(49) });
  });

  it('a lead that was never reached and is still tried is not lost', () => {
    const tries = [1, 40, 80, 120].map((hours): [number, HandoffStep] => [hours, touch(false)]);
    expect(lostByProcess(fold(...transferred, ...tries).marks, hour(167))).toBeUndefined();
  });

  it('a lead is lost 24 h after its touches promise broke, unless a touch follows', () => {
    const clock: HandoffStep = {
      type: 'promise-started',
      promise: 'touches',
      clock: 'lead',
      dueAt: hour(48),
      remindAt: [],
    };
    const breach: HandoffStep = {
      type: 'promise-broken',
      promise: 'touches',
      clock: 'lead',
      dueAt: hour(48),
      latenessMilliseconds: 0,
    };
    const broken: [number, HandoffStep][] = [
      ...transferred,
      [0, clock],
      [1, touch(false)],
      [40, touch(false)],
      [48, breach],
    ];
    expect(lostByProcess(fold(...broken).marks, hour(71.9))).toBeUndefined();
    expect(lostByProcess(fold(...broken).marks, hour(72))).toEqual({ cause: 'touches-missed', at: hour(72) });
    expect(lostByProcess(fold(...broken, [71, touch(false)]).marks, hour(118))).toBeUndefined();
  });

  it('a lead closed as unreachable below the minimum of touches is lost', () => {
    const close = (countedTouches: number): HandoffStep => ({ type: 'unreachable', countedTouches, automatic: false });
    const after = (touches: number) =>
      fold(...transferred, [1, touch(false)], [3, close(touches)], [3, end('unreachable')]);
    expect(lostByProcess(after(4).marks, hour(4))).toEqual({ cause: 'too-few-touches', at: hour(3) });
    expect(lostByProcess(after(5).marks, hour(4))).toBeUndefined();
  });

  it('a lead without an owner is lost after 24 h', () => {
    const queued: HandoffStep = { type: 'queued', teamId: 'sales', reason: 'declined', routing };
    const facts = fold([0, started], [0, assigned('anna')], [1, queued]);
    expect(lostByProcess(facts.marks, hour(25))).toEqual({ cause: 'unowned', at: hour(25) });
    const owned = fold([0, started], [0, assigned('anna')], [1, queued], [24, assigned('boris')]);
    expect(lostByProcess(owned.marks, hour(99))).toBeUndefined();
  });

  it('the earliest cause counts', () => {
    expect(lostByProcess({ 'no-activity': hour(3), uncontacted: hour(5) }, hour(9))?.cause).toBe('no-activity');
    expect(lostByProcess({ unowned: hour(5), uncontacted: hour(5) }, hour(9))?.cause).toBe('uncontacted');
  });

  it('limits are those of the agreement', () => {
    const hours = new WorkingTime({ zone: 'UTC', hours: roundTheClock, specialDays: [], absences: [] });
    const patient = workdayLimits(hours, { ...defaultAgreement.lost, uncontacted: 'PT48H' });
    const { facts } = foldFacts(emptyFacts, recorded(1, [0, firstContactClock(1)]), patient);
    expect(facts.marks.uncontacted).toBe(hour(49));
  });
});

describe('lostByProcess, after a return', () => {
  const returned: HandoffStep = {
    type: 'returned',
    reason: 'no-need',
    proof: { kind: 'call-record', level: 'claimed' },
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
  const evidence = { kind: 'call-record', level: 'claimed' } as const;

  it('a lead whose only touch is voided is lost from then on, not before', () => {
    const facts = fold(...transferred, [1, touch(false)], [40, voided(5)]);
    expect(lostByProcess(facts.marks, hour(39))).toBeUndefined();
    expect(lostByProcess(facts.marks, hour(40))).toEqual({ cause: 'uncontacted', at: hour(40) });
    expect(facts).toMatchObject({ touches: [], countedTouches: 0 });
  });

  it('the 48 h without activity start at an agreed next step, even after an earlier touch', () => {
    const agreed: HandoffStep = { type: 'next-step-agreed', nextStepAt: hour(200), evidence };
    const { marks } = fold(...transferred, [1, touch(true)], [2, agreed], [3, touch(false)]);
    expect(lostByProcess(marks, hour(247))).toBeUndefined();
    expect(lostByProcess(marks, hour(248))?.cause).toBe('no-activity');
  });

  it('a lead that replied on its own is lost after 48 h without activity', () => {
    const replied: HandoffStep = { type: 'lead-replied', channel: 'email', evidence };
    const { marks } = fold(...transferred, [1, touch(false)], [2, replied]);
    expect(lostByProcess(marks, hour(50))).toEqual({ cause: 'no-activity', at: hour(50) });
  });

  it('a lead that opted out is lost only if it was lost before', () => {
    const optedOut: HandoffStep = { type: 'opted-out', evidence };
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
  const limits = workdayLimits(
    new WorkingTime({ zone: 'Europe/Moscow', hours, specialDays: [], absences: [] }),
    defaultAgreement.lost,
  );
  const at = (step: [string, HandoffStep], version: number): RecordedStep => ({
    ...recorded(version, [0, step[1]]),
    at: step[0],
  });
  const marksOf = (...steps: [string, HandoffStep][]) =>
    steps.reduce<HandoffFacts>((facts, step, index) => foldFacts(facts, at(step, index + 1), limits).facts, emptyFacts)
      .marks;

  it('a weekend does not count: due Monday 09:15, lost Tuesday 09:15', () => {
    const friday = '2026-01-09T16:00:00.000Z';
    const due: HandoffStep = { ...firstContactClock(0), dueAt: '2026-01-12T06:15:00.000Z' } as HandoffStep;
    const { uncontacted } = marksOf(
      [friday, started],
      [friday, { type: 'transferred', teamId: 'sales', pool: ['anna'] }],
      [friday, due],
    );
    expect(uncontacted).toBe('2026-01-13T06:15:00.000Z');
  });

  it('a lead contacted on Thursday 15:00 is lost on Monday 15:00, after 48 h of working days', () => {
    const { 'no-activity': noActivity } = marksOf(['2026-01-08T12:00:00.000Z', touch(true)]);
    expect(noActivity).toBe('2026-01-12T12:00:00.000Z');
  });
});
