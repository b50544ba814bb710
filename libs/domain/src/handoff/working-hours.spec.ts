import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
import type { PromiseName } from '../agreement/agreement.ts';

/** In Moscow, where the default agreement's hours hold, Monday to Friday, 09 to 18. */
const moscow = (day: string, time: string): string => new Date(`${day}T${time}:00+03:00`).toISOString();
const FRIDAY = '2026-03-13';
const MONDAY = '2026-03-16';
const TUESDAY = '2026-03-17';
const WEDNESDAY = '2026-03-18';
const THURSDAY = '2026-03-19';

const due = (handoff: SimulatedHandoff, promise: PromiseName): string | undefined =>
  handoff.state.promises.find((running) => running.promise === promise)?.dueAt;

describe('Promises in working time', () => {
  it('transferred Friday 19:00: first contact Monday 09:15, returns to Tuesday 09:00, touches to Wednesday 09:00', () => {
    const handoff = SimulatedHandoff.transferred(moscow(FRIDAY, '19:00'));
    expect(due(handoff, 'acceptance')).toBe(moscow(MONDAY, '09:15'));
    expect(due(handoff, 'first-contact')).toBe(moscow(MONDAY, '09:15'));
    expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: moscow(TUESDAY, '09:00') }]);
    expect(due(handoff, 'touches')).toBe(moscow(WEDNESDAY, '09:00'));
  });

  it('48 h of work days from Thursday 15:00 are over on Monday 15:00', () => {
    const handoff = SimulatedHandoff.transferred(moscow(THURSDAY, '15:00'));
    expect(due(handoff, 'touches')).toBe(moscow('2026-03-23', '15:00'));
  });

  it('both figures are recorded: as counted, and on the wall clock', () => {
    const handoff = SimulatedHandoff.transferred(moscow(FRIDAY, '19:00'));
    handoff.execute(rep('anna'), call(), moscow(MONDAY, '09:10'));
    const [kept] = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept).toMatchObject({ late: false, countedMilliseconds: 10 * 60_000, wallClockMilliseconds: 223_800_000 });
  });

  it('A does not accept, B is given the lead at 10:15 and calls at 10:25: A broke both, B kept it, and for the lead it is late', () => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00')).advanceTo(moscow(MONDAY, '10:15'));
    expect(handoff.state.ownerId).toBe('boris');
    handoff.execute(rep('boris'), call('reached'), moscow(MONDAY, '10:25'));
    const broken = handoff.steps('promise-broken').map(({ promise, clock, ownerId }) => [promise, clock, ownerId]);
    expect(broken).toEqual([
      ['acceptance', 'owner', 'anna'],
      ['first-contact', 'owner', 'anna'],
      ['first-contact', 'lead', 'anna'],
    ]);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept).toMatchObject([
      { clock: 'owner', ownerId: 'boris', late: false, countedMilliseconds: 600_000 },
      { clock: 'lead', late: true, countedMilliseconds: 1_500_000 },
    ]);
  });

  it('a ladder is counted from the breach in the way of its promise: the head an hour of work later', () => {
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

  it('what is kept in the meantime climbs no further', () => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00'), ['anna']).advanceTo(moscow(MONDAY, '10:20'));
    handoff.execute(rep('anna'), call(), moscow(MONDAY, '10:30'));
    handoff.advanceTo(moscow(MONDAY, '13:00'));
    expect(handoff.steps('escalated')).toEqual([]);
  });
});

describe('A pause until a next step, of touches that are due on Wednesday 10:00', () => {
  const anna = rep('anna');
  const agree = (moment: string): HandoffCommand => ({
    type: 'agree-next-step',
    nextStepAt: moment,
    evidence: { kind: 'recording', reference: 'r-1' },
  });
  const tried = (): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred(moscow(MONDAY, '10:00'));
    handoff.execute(anna, call(), moscow(MONDAY, '10:05'));
    return handoff;
  };

  it.each([
    ['17:59', moscow(THURSDAY, '02:01')],
    ['18:01', moscow(THURSDAY, '01:59')],
    ['23:00', moscow(WEDNESDAY, '21:00')],
  ])(
    'until Tuesday 10:00, agreed at %s, leaves what was left then: in the evening the workday goes on',
    (time, dueAt) => {
      const handoff = tried();
      handoff.execute(anna, agree(moscow(TUESDAY, '10:00')), moscow(MONDAY, time));
      expect(due(handoff, 'touches')).toBe(dueAt);
    },
  );

  it('until an evening, agreed anew before and after it, leaves what was left before the first', () => {
    const handoff = tried();
    handoff.execute(anna, agree(moscow(TUESDAY, '20:00')), moscow(MONDAY, '18:00'));
    expect(due(handoff, 'touches')).toBe(moscow('2026-03-20', '01:00'));
    handoff.execute(anna, agree(moscow(WEDNESDAY, '20:00')), moscow(TUESDAY, '12:00'));
    expect(due(handoff, 'touches')).toBe(moscow('2026-03-23', '01:00'));
    handoff.execute(anna, call(), moscow(WEDNESDAY, '20:05'));
    handoff.execute(anna, agree(moscow(THURSDAY, '20:00')), moscow(WEDNESDAY, '20:10'));
    expect(due(handoff, 'touches')).toBe(moscow('2026-03-24', '01:00'));
  });
});
