import { call, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';

const anna = rep('anna');
const boris = rep('boris');

describe('a new signal of a lead with an open handoff', () => {
  const newSignal: HandoffCommand = { type: 'add-signal', signalId: 's2', signal: 'demo' };

  it('a new owner who has not accepted yet owes a new contact', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('11:00'));
    handoff.execute(telephony, newSignal, at('11:05'));
    expect(handoff.dueAt('first-contact')).toBe(at('11:20'));
    handoff.execute(boris, call('no-answer'), at('11:10'));
    expect(handoff.runningPromises()).not.toContain('first-contact owner');
  });

  it('a second signal does not start a second contact clock', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(telephony, newSignal, at('10:05'));
    expect(handoff.state.promises.filter(({ promise }) => promise === 'first-contact')).toHaveLength(2);
    expect(handoff.dueAt('first-contact')).toBe(at('10:15'));
  });

  it('a signal received late, for example after an outage, costs the owner no time', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:02'));
    handoff.execute(anna, call('reached'), at('10:03'));
    handoff.execute(boris, call('reached'), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'anna' }, at('11:00'));
    handoff.execute(anna, { type: 'accept' }, at('11:01'));
    handoff.executeLate(telephony, newSignal, at('11:30'), at('13:00'));
    expect(handoff.steps('signal-added')[0]?.at).toBe(at('11:30'));
    expect(handoff.dueAt('first-contact')).toBe(at('13:15'));
    handoff.advanceTo(at('13:14'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', tickets: [] });
  });

  it('the closer of an SQL owes a new contact before the handoff ends', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('kirill'), at('10:10'));
    handoff.execute(telephony, newSignal, at('10:15'));
    expect(handoff.dueAt('sql-contact')).toBe(at('10:10', 1));
    handoff.execute(rep('kirill'), call('reached'), at('10:20'));
    handoff.execute(telephony, { ...newSignal, signalId: 's3' }, at('11:00'));
    expect(handoff.dueAt('sql-contact')).toBe(at('11:00', 1));
    handoff.advanceTo(at('12:00', 1));
    expect(handoff.state).toMatchObject({ stage: 'sql', tickets: ['sql-not-contacted'] });
    handoff.execute(rep('kirill'), call('reached'), at('12:05', 1));
    handoff.advanceTo(at('12:06', 1));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });

  it('a signal during the review of a return starts no clock', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:05'));
    handoff.execute(telephony, newSignal, at('10:10'));
    expect(handoff.runningPromises()).toEqual(['return-review lead']);
  });
});
