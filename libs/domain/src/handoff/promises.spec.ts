import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { MINUTE } from '../time/units.ts';
import { deadlines, nextDuePromise } from './deadlines.ts';
import { aCalendar } from '../spec/team-fixtures.ts';

describe("the lead's clock and the owner's clock", () => {
  // Transferred at 10:00 to Anna, who does not accept; rerouted at 10:15 to Boris, who calls at 10:25.
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(rep('boris'), call('reached'), at('10:25'));

  it('the first owner breaks acceptance and first contact', () => {
    expect(handoff.steps('promise-broken').filter(({ clock }) => clock === 'owner')).toMatchObject([
      { promise: 'acceptance', ownerId: 'anna', at: at('10:15') },
      { promise: 'first-contact', ownerId: 'anna', at: at('10:15') },
    ]);
  });
  it('the second owner keeps first contact, 10 minutes after the assignment', () => {
    expect(handoff.steps('promise-kept')).toContainEqual(
      expect.objectContaining({
        promise: 'first-contact',
        clock: 'owner',
        ownerId: 'boris',
        late: false,
        countedMilliseconds: 10 * MINUTE,
        wallClockMilliseconds: 10 * MINUTE,
      }),
    );
  });
  it("first contact on the lead's clock is kept late, after 25 minutes", () => {
    const leadsClock = { promise: 'first-contact', clock: 'lead' };
    expect(handoff.steps('promise-broken')).toContainEqual(
      expect.objectContaining({
        ...leadsClock,
        account: [{ holder: 'owner', ownerId: 'anna', milliseconds: 15 * MINUTE }],
      }),
    );
    expect(handoff.steps('promise-kept')).toContainEqual(
      expect.objectContaining({
        ...leadsClock,
        late: true,
        countedMilliseconds: 25 * MINUTE,
        account: [
          { holder: 'owner', ownerId: 'anna', milliseconds: 15 * MINUTE },
          { holder: 'owner', ownerId: 'boris', milliseconds: 10 * MINUTE },
        ],
      }),
    );
    for (const step of [...handoff.steps('promise-broken'), ...handoff.steps('promise-kept')])
      if (step.promise === 'first-contact' && step.clock === 'lead') expect(step).not.toHaveProperty('ownerId');
  });
});

describe('promises', () => {
  it('a promise kept exactly when it is due is in time', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:15'));
    expect(handoff.state.brokenPromises).toEqual([]);
    expect(handoff.steps('promise-kept').every(({ late }) => !late)).toBe(true);
  });

  it('a breach detected late is recorded at its due time, and the next owner loses no time', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('10:15'), 3 * MINUTE);
    expect(handoff.steps('promise-broken')[0]).toMatchObject({
      at: at('10:15'),
      dueAt: at('10:15'),
      latenessMilliseconds: 3 * MINUTE,
    });
    expect(nextDuePromise(handoff.state)).toMatchObject({ ownerId: 'boris', dueAt: at('10:33') });
  });

  it('a decline executed late costs the next owner no time', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.executeLate(rep('anna'), { type: 'decline', reason: 'conflict' }, at('10:01'), at('10:04'));
    expect(handoff.steps('declined')[0]?.at).toBe(at('10:01'));
    expect(handoff.steps('assigned').at(-1)).toMatchObject({ ownerId: 'boris', at: at('10:04') });
  });

  it('a command received in time but executed after the breach keeps the promise late', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:01'));
    handoff.advanceTo(at('10:15'));
    handoff.executeLate(rep('anna'), call(), at('10:14:59'), at('10:15:01'));
    expect(handoff.steps('promise-kept').find(({ promise }) => promise === 'first-contact')).toMatchObject({
      late: true,
    });
  });

  it('a promise kept late is also broken, even if its deadline has not been handled yet', () => {
    const handoff = new SimulatedHandoff(['anna']).start(at('10:06'), { signalReceivedAt: at('10:00') });
    expect(handoff.steps('promise-broken')).toMatchObject([{ promise: 'transfer', at: at('10:05') }]);
    expect(handoff.steps('promise-kept')).toMatchObject([{ promise: 'transfer', late: true }]);
  });

  it('a transfer that starts too late breaks its promise and keeps it late at the same time', () => {
    const handoff = new SimulatedHandoff().start(at('10:06'), { signalReceivedAt: at('10:00') });
    expect(handoff.steps('promise-broken')).toMatchObject([{ promise: 'transfer', at: at('10:05') }]);
    expect(handoff.steps('promise-broken')[0]).not.toHaveProperty('ownerId');
    expect(handoff.steps('promise-kept')).toMatchObject([{ promise: 'transfer', late: true }]);
    expect(handoff.state.tickets).toEqual([]);
  });

  it('the touches promise outlives owners, and the owner at its due time breaks it', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:30'));
    handoff.execute(rep('boris'), { type: 'accept' }, at('10:31'));
    handoff.advanceTo(at('10:00', 2));
    expect(handoff.steps('promise-broken').filter(({ promise }) => promise === 'touches')).toMatchObject([
      { ownerId: 'boris', at: at('10:00', 2) },
    ]);
    expect(handoff.state.tickets).toContain('too-few-touches');
  });
});

describe('reminders', () => {
  it('the owner is reminded once at 50 % and once at 80 % of the time', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('10:14'));
    expect(
      handoff
        .steps('promise-reminder-due')
        .map(({ promise, clock, share, at: moment }) => [promise, clock, share, moment]),
    ).toEqual([
      ['acceptance', 'owner', 0.5, at('10:07:30')],
      ['first-contact', 'owner', 0.5, at('10:07:30')],
      ['acceptance', 'owner', 0.8, at('10:12')],
      ['first-contact', 'owner', 0.8, at('10:12')],
    ]);
    expect(handoff.steps('promise-reminder-due').every(({ skipped }) => !skipped)).toBe(true);
  });

  it('a reminder on the next morning names its share of the working time, not of the night', () => {
    const handoff = SimulatedHandoff.transferred(at('14:55'), ['anna']);
    handoff.member('anna').calendar = aCalendar({ zone: 'Europe/Moscow' });
    handoff.advanceTo(at('06:07', 1));
    const ofAcceptance = handoff.steps('promise-reminder-due').filter(({ promise }) => promise === 'acceptance');
    expect(ofAcceptance.map(({ share, at: moment }) => [share, moment])).toEqual([
      [0.5, at('06:02:30', 1)],
      [0.8, at('06:07', 1)],
    ]);
  });

  it('an overtaken reminder is recorded as skipped', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.commit({ kind: 'deadline', dueAt: at('10:07:30') }, at('10:13'));
    handoff.commit({ kind: 'deadline', dueAt: at('10:12') }, at('10:13'));
    expect(handoff.steps('promise-reminder-due').map(({ share, skipped }) => [share, skipped])).toEqual([
      [0.5, true],
      [0.5, true],
      [0.8, false],
      [0.8, false],
    ]);
  });

  it('a kept promise has no more reminders', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    const named = deadlines(handoff.state).map((deadline) => 'promise' in deadline && deadline.promise.promise);
    expect(new Set(named)).toEqual(new Set(['activity']));
  });

  it('reminder shares that are close to each other each get a reminder', () => {
    const acceptance = { ...defaultAgreement.promises.acceptance, remindAtShares: [0.501, 0.502, 0.503] };
    const agreement = { ...defaultAgreement, promises: { ...defaultAgreement.promises, acceptance } };
    const handoff = SimulatedHandoff.transferred(at('10:00'), undefined, agreement).advanceTo(at('10:10'));
    expect(handoff.steps('promise-reminder-due').filter(({ promise }) => promise === 'acceptance')).toHaveLength(3);
  });
});
