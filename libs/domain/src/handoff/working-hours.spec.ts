import { defaultAgreement } from '../agreement/default-agreement.ts';
import { agreeNextStep, call } from '../spec/sample-commands.ts';
import { rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { HOUR, MINUTE } from '../time/units.ts';

/** The default agreement counts in Moscow time, Monday to Friday, 09:00 to 18:00. */
const moscow = (day: string, time: string): string => new Date(`${day}T${time}:00+03:00`).toISOString();
const FRIDAY = '2026-03-13';
const MONDAY = '2026-03-16';
const TUESDAY = '2026-03-17';
const WEDNESDAY = '2026-03-18';
const THURSDAY = '2026-03-19';

describe('promises in working time', () => {
  it('a lead transferred on Friday at 19:00 has its first contact due Monday 09:15, its return Tuesday 09:00 and its touches Wednesday 09:00', () => {
    const handoff = SimulatedHandoff.transferred(moscow(FRIDAY, '19:00'));
    expect(handoff.dueAt('acceptance')).toBe(moscow(MONDAY, '09:15'));
    expect(handoff.dueAt('first-contact')).toBe(moscow(MONDAY, '09:15'));
    expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: moscow(TUESDAY, '09:00') }]);
    expect(handoff.dueAt('touches')).toBe(moscow(WEDNESDAY, '09:00'));
  });

  it('a lead queued on Friday at 19:00 and assigned on Monday at 09:00 has all its clocks from Monday', () => {
    const handoff = SimulatedHandoff.transferred(moscow(FRIDAY, '19:00'), []);
    expect(handoff.state.stage).toBe('queued');
    expect(handoff.dueAt('first-contact')).toBe(moscow(MONDAY, '09:15'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'anna' }, moscow(MONDAY, '09:00'));
    expect(handoff.dueAt('first-contact')).toBe(moscow(MONDAY, '09:15'));
    expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: moscow(TUESDAY, '09:00') }]);
    expect(handoff.dueAt('touches')).toBe(moscow(WEDNESDAY, '09:00'));
  });

  it('48 h of workday time that start on Thursday 15:00 end on Monday 15:00', () => {
    const handoff = SimulatedHandoff.transferred(moscow(THURSDAY, '15:00'));
    expect(handoff.dueAt('touches')).toBe(moscow('2026-03-23', '15:00'));
  });

  it('a kept promise records both its counted and its wall-clock time', () => {
    const handoff = SimulatedHandoff.transferred(moscow(FRIDAY, '19:00'));
    handoff.execute(rep('anna'), call(), moscow(MONDAY, '09:10'));
    const [kept] = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept).toMatchObject({
      late: false,
      countedMilliseconds: 10 * MINUTE,
      wallClockMilliseconds: 62 * HOUR + 10 * MINUTE,
    });
  });

  it('the second owner keeps the first contact that the first one missed, and the lead is still contacted late', () => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00')).advanceTo(moscow(MONDAY, '10:15'));
    expect(handoff.state.ownerId).toBe('boris');
    handoff.execute(rep('boris'), call('reached'), moscow(MONDAY, '10:25'));
    const broken = handoff.steps('promise-broken').map(({ promise, clock, ownerId }) => [promise, clock, ownerId]);
    expect(broken).toEqual([
      ['acceptance', 'owner', 'anna'],
      ['first-contact', 'owner', 'anna'],
      ['first-contact', 'lead', undefined],
    ]);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept).toMatchObject([
      { clock: 'owner', ownerId: 'boris', late: false, countedMilliseconds: 10 * MINUTE },
      { clock: 'lead', late: true, countedMilliseconds: 25 * MINUTE },
    ]);
  });

  it('a ladder is counted like its promise: the head is notified one working hour after the breach', () => {
    const promises = {
      ...defaultAgreement.promises,
      'first-contact': { ...defaultAgreement.promises['first-contact'], within: 'PT9H' },
    };
    const agreement = { ...defaultAgreement, promises };
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '09:00'), ['anna'], agreement);
    handoff.execute(rep('anna'), { type: 'accept' }, moscow(MONDAY, '09:05'));
    handoff.advanceTo(moscow(TUESDAY, '09:59'));
    expect(handoff.steps('promise-broken').find(({ clock }) => clock === 'owner')?.notified).toEqual([
      'owner',
      'team-lead',
    ]);
    expect(handoff.steps('escalated')).toEqual([]);
    handoff.advanceTo(moscow(TUESDAY, '10:00'));
    expect(handoff.steps('escalated')).toMatchObject([{ notified: ['head'], clock: 'lead' }]);
  });

  it('a promise kept late escalates no further', () => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'accept' }, moscow(MONDAY, '10:05'));
    handoff.execute(rep('anna'), call(), moscow(MONDAY, '10:30'));
    handoff.advanceTo(moscow(MONDAY, '13:00'));
    expect(handoff.steps('escalated')).toEqual([]);
  });
});

describe('pauses of touches due on Wednesday 10:00', () => {
  const anna = rep('anna');
  const touched = (): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00'));
    handoff.execute(anna, call(), moscow(MONDAY, '10:05'));
    return handoff;
  };

  it.each([
    ['17:59', moscow(THURSDAY, '02:01')],
    ['18:01', moscow(THURSDAY, '01:59')],
    ['23:00', moscow(WEDNESDAY, '21:00')],
  ])(
    'a pause until Tuesday 10:00, agreed at %s, keeps the remaining workday time, evenings included',
    (time, dueAt) => {
      const handoff = touched();
      handoff.execute(anna, agreeNextStep(moscow(TUESDAY, '10:00')), moscow(MONDAY, time));
      expect(handoff.dueAt('touches')).toBe(dueAt);
    },
  );

  it('an extended pause keeps the time that remained when it first started', () => {
    const handoff = touched();
    handoff.execute(anna, agreeNextStep(moscow(TUESDAY, '20:00')), moscow(MONDAY, '18:00'));
    expect(handoff.dueAt('touches')).toBe(moscow('2026-03-20', '01:00'));
    handoff.execute(anna, agreeNextStep(moscow(WEDNESDAY, '20:00')), moscow(TUESDAY, '12:00'));
    expect(handoff.dueAt('touches')).toBe(moscow('2026-03-23', '01:00'));
    handoff.execute(anna, call(), moscow(WEDNESDAY, '20:05'));
    handoff.execute(anna, agreeNextStep(moscow(THURSDAY, '20:00')), moscow(WEDNESDAY, '20:10'));
    expect(handoff.dueAt('touches')).toBe(moscow('2026-03-24', '01:00'));
  });
});
