import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { aMember } from '../spec/team-fixtures.ts';
import { MINUTE } from '../time/units.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';

const qualify = (...missing: string[]): HandoffCommand => ({
  type: 'qualify',
  answers: ['need', 'decision-maker', 'budget', 'icp-role'].map((question) => ({
    question,
    answer: missing.includes(question) ? 'no' : 'yes',
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
});
const baton: CommandActor = { id: 'baton', kind: 'integration', roles: ['integration'] };
const decline: HandoffCommand = { type: 'decline', reason: 'capacity' };

describe('the path of a handoff', () => {
  it('a handoff starts with the transfer to an owner, whose clocks start', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'anna', teamId: 'sales', version: 9 });
    expect(handoff.typesAfter(0)).toEqual([
      'started',
      'promise-started',
      'transferred',
      'promise-kept',
      'promise-started',
      'assigned',
      ...Array.from({ length: 3 }, () => 'promise-started'),
    ]);
  });

  it('an accepted, contacted and qualified lead ends as an SQL without running clocks', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'open' }, at('10:01'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', opened: true, accepted: false });
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:02'));
    expect(handoff.state.stage).toBe('awaiting-first-contact');
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    expect(handoff.state.stage).toBe('working');
    handoff.execute(rep('anna'), qualify(), at('10:20'));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql', promises: [], brokenPromises: [] });
  });

  it('a touch by the owner implies acceptance', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:05'));
    expect(handoff.steps('accepted')).toMatchObject([{ impliedByTouch: true, at: at('10:05') }]);
    expect(handoff.steps('promise-kept').map(({ promise, clock }) => `${promise} ${clock}`)).toEqual([
      'transfer lead',
      'acceptance owner',
      'first-contact owner',
      'first-contact lead',
    ]);
  });

  it('a declined lead goes to the next member immediately, never back, and is finally queued with a ticket', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), decline, at('10:01'));
    expect(handoff.state.ownerId).toBe('boris');
    handoff.execute(rep('boris'), decline, at('10:02'));
    expect(handoff.state.ownerId).toBe('clara');
    handoff.execute(rep('clara'), decline, at('10:03'));
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null, tickets: ['nobody-eligible'] });
    expect(handoff.steps('assigned').map(({ ownerId }) => ownerId)).toEqual(['anna', 'boris', 'clara']);
    expect(handoff.state.exclusions.map(({ reason }) => reason)).toEqual(['declined', 'declined', 'declined']);
  });

  it('a lead that nobody can take is with the team in time, and waits in its queue', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.state).toMatchObject({ stage: 'queued', teamId: 'sales', tickets: ['nobody-eligible'] });
    expect(handoff.steps('promise-kept')).toMatchObject([{ promise: 'transfer', late: false }]);
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'dina' }, at('10:20'));
    expect(handoff.state).toMatchObject({ ownerId: 'dina', tickets: [], transferredAt: at('10:00') });
    expect(handoff.state.returnWindows).toMatchObject([{ window: 'PT24H', endsAt: at('10:20', 1) }]);
    expect(handoff.dueAt('touches')).toBe(at('10:20', 2));
  });

  it('the transfer promise is broken and kept late when the handoff starts late', () => {
    const handoff = new SimulatedHandoff(['anna']).start(at('10:20'), { signalReceivedAt: at('10:00') });
    expect(handoff.state).toMatchObject({ brokenPromises: ['transfer'], tickets: [] });
    expect(handoff.steps('promise-kept')).toMatchObject([
      { promise: 'transfer', late: true, wallClockMilliseconds: 20 * MINUTE },
    ]);
  });

  it('a lead that nobody accepts in time returns to the queue when nobody has a free slot', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna', 'boris']);
    handoff.member('boris').takenSlots = 1;
    handoff.advanceTo(at('10:15'));
    expect(handoff.state).toMatchObject({ ownerId: null, stage: 'queued' });
    expect(handoff.steps('queued')).toMatchObject([{ reason: 'not-accepted', previousOwnerId: 'anna' }]);
    handoff.execute(baton, { type: 'retry-routing' }, at('10:20'));
    expect(handoff.state.stage).toBe('queued');
    handoff.member('boris').takenSlots = 0;
    handoff.execute(baton, { type: 'retry-routing' }, at('10:21'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'boris' });
    expect(handoff.state.exclusions).toEqual([{ personId: 'anna', reason: 'promise-broken' }]);
    expect(handoff.steps('promise-started').at(-1)).toMatchObject({ ownerId: 'boris', at: at('10:21') });
  });

  it('a rep who missed the acceptance gets the lead again when nobody else is at work and they are back', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.advanceTo(at('10:20'));
    expect(handoff.state).toMatchObject({ ownerId: null, stage: 'queued' });
    handoff.execute(baton, { type: 'retry-routing' }, at('10:30'));
    expect(handoff.state.stage).toBe('queued');
    handoff.member('anna').unresponsive = false;
    handoff.execute(baton, { type: 'retry-routing' }, at('10:31'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'anna' });
  });

  it('an owner who touched the lead late keeps it', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:05'));
    handoff.execute(rep('anna'), call(), at('10:20'));
    handoff.pool.push(aMember('boris'));
    const { version } = handoff.state;
    handoff.execute(baton, { type: 'retry-routing' }, at('10:21'));
    expect(handoff.state).toMatchObject({ version, ownerId: 'anna' });
  });

  it('an accepted lead without first contact is rerouted', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:10'));
    handoff.advanceTo(at('10:15'));
    expect(handoff.steps('assigned').at(-1)).toMatchObject({ ownerId: 'boris', reason: 'not-contacted' });
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', accepted: false, opened: false });
  });

  it('a lead reassigned after a touch starts acceptance and activity, but not first contact', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('11:00'));
    expect(handoff.state.promises.map(({ promise, clock, ownerId }) => [promise, clock, ownerId])).toEqual([
      ['touches', 'lead', 'anna'],
      ['acceptance', 'owner', 'clara'],
      ['activity', 'owner', 'clara'],
    ]);
    handoff.execute(rep('clara'), { type: 'accept' }, at('11:05'));
    expect(handoff.state.stage).toBe('working');
  });

  it('an asked criterion must be answered before the lead is an SQL', () => {
    const handoff = new SimulatedHandoff().start(at('10:00'), { askedCriteria: ['icp-role'] });
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    const version = handoff.state.version;
    expect(handoff.execute(rep('anna'), qualify('budget', 'icp-role'), at('10:06'))).toMatchObject({
      code: 'unanswered-questions',
      detail: expect.stringContaining('budget, icp-role') as string,
    });
    expect(handoff.state.version).toBe(version);
    expect(handoff.execute(rep('anna'), qualify(), at('10:07'))).toBeUndefined();
  });
});
