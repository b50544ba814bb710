import { agreeNextStep, call, qualify } from '../spec/sample-commands.ts';
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

  it.each(['content', 'webinar', 'visit', 'other'] as const)(
    'an indirect signal (%s) is added and starts no clock',
    (signal) => {
      const handoff = SimulatedHandoff.transferred();
      handoff.execute(anna, call('no-answer'), at('10:05'));
      const before = handoff.state.promises;
      expect(handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal }, at('11:00'))).toBeUndefined();
      expect(handoff.state.signalIds).toEqual(['s1', 's2']);
      expect(handoff.state.promises).toEqual(before);
    },
  );

  it.each(['request', 'demo', 'inbound-call', 'message'] as const)('a direct signal (%s) starts a clock', (signal) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal }, at('11:00'));
    expect(handoff.dueAt('first-contact')).toBe(at('11:15'));
  });

  it('a download by an SQL gives the closer no new clock', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('kirill'), at('10:10'));
    handoff.execute(rep('kirill'), call('reached'), at('10:20'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'content' }, at('11:00'));
    expect(handoff.runningPromises()).not.toContain('sql-contact owner');
  });

  it('a download by a queued lead gives its next owner only the clocks of any new lead', () => {
    const queued = (signal: 'content' | 'demo'): SimulatedHandoff => {
      const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
      handoff.execute(anna, call('no-answer'), at('10:05'));
      handoff.execute(teamLead, { type: 'reassign' }, at('10:10'));
      handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal }, at('10:20'));
      handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:30'));
      return handoff;
    };
    expect(queued('content').runningPromises()).not.toContain('first-contact owner');
    expect(queued('demo').runningPromises()).toContain('first-contact owner');
  });
});

describe('an agreed next step', () => {
  const paused = (): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('10:05', 7)), at('10:10'));
    return handoff;
  };

  it('an indirect signal leaves the pause as it is', () => {
    const handoff = paused();
    const before = handoff.state.promises;
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'visit' }, at('11:00', 1));
    expect(handoff.state).toMatchObject({ promises: before, nextStepAt: at('10:05', 7) });
  });

  it('a direct signal ends the pause: the next step is off, and the contact is due in 15 min', () => {
    const handoff = paused();
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'message' }, at('10:10', 1));
    expect(handoff.steps('signal-added')).toMatchObject([{ endsPause: true }]);
    // The activity was to count from the next step. Its end is recorded before it starts again.
    expect(handoff.steps('promise-released')).toMatchObject([
      { promise: 'next-step', reason: 'pause-ended' },
      { promise: 'activity', reason: 'pause-ended' },
    ]);
    expect(handoff.runningPromises()).not.toContain('next-step owner');
    expect(handoff.dueAt('first-contact')).toBe(at('10:25', 1));
    // 10 min of the 48 h had passed when the pause began; one day of it has gone by since.
    expect(handoff.dueAt('touches')).toBe(at('10:00', 3));
    expect(handoff.dueAt('activity')).toBe(at('10:10', 2));
  });

  it('a second direct signal finds no pause to end', () => {
    const handoff = paused();
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('10:10', 1));
    const { promises } = handoff.state;
    handoff.execute(telephony, { type: 'add-signal', signalId: 's3', signal: 'demo' }, at('10:12', 1));
    expect(handoff.steps('signal-added').map(({ endsPause }) => endsPause)).toEqual([true, undefined]);
    expect(handoff.state.promises).toEqual(promises);
  });

  it('a direct signal of a queued lead replaces the agreed next step with a contact', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('10:05', 7)), at('10:10'));
    handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'request' }, at('10:30'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:40'));
    expect(handoff.runningPromises()).not.toContain('next-step owner');
    expect(handoff.dueAt('first-contact')).toBe(at('10:55'));
  });
});
