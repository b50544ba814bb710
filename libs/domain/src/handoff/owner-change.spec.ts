import { agreeNextStep, call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { aCalendar } from '../spec/team-fixtures.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';

const anna = rep('anna');

describe('owner change', () => {
  const leadReplied: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } };
  const newSignal: HandoffCommand = { type: 'add-signal', signalId: 's2', signal: 'demo' };
  const inboundCall = call('reached', { direction: 'inbound' });
  const reassignToClara: HandoffCommand = { type: 'reassign', toPersonId: 'clara' };

  const touchedByAnna = (outcome: 'reached' | 'no-answer' = 'no-answer'): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call(outcome), at('10:05'));
    return handoff;
  };
  const ownerPromise = (handoff: SimulatedHandoff, name: string) => {
    const promise = handoff.state.promises.find((each) => each.promise === name && each.clock === 'owner');
    return promise && [promise.ownerId, promise.dueAt];
  };

  it.each(['11:02', '11:30'])('the new owner owes a reply that is still missing at %s', (time) => {
    const handoff = touchedByAnna();
    handoff.execute(telephony, leadReplied, at('11:00'));
    handoff.execute(teamLead, reassignToClara, at(time));
    expect(ownerPromise(handoff, 'reply-to-lead')).toEqual(['clara', at(time === '11:02' ? '11:07' : '11:35')]);
  });

  it('the new owner owes a contact after a new signal, and the lead is rerouted if they miss it', () => {
    const handoff = touchedByAnna('reached');
    handoff.execute(telephony, newSignal, at('11:00'));
    handoff.execute(teamLead, reassignToClara, at('11:05'));
    expect(ownerPromise(handoff, 'first-contact')).toEqual(['clara', at('11:20')]);
    handoff.execute(rep('clara'), { type: 'accept' }, at('11:06'));
    handoff.advanceTo(at('11:20'));
    expect(handoff.state.ownerId).toBe('boris');
  });

  it('the new owner owes a contact after a signal that arrives before they accept', () => {
    const handoff = touchedByAnna('reached');
    handoff.execute(teamLead, reassignToClara, at('11:00'));
    handoff.execute(telephony, newSignal, at('11:05'));
    expect(ownerPromise(handoff, 'first-contact')).toEqual(['clara', at('11:20')]);
  });

  it('the new owner owes a next step that the previous owner missed', () => {
    const handoff = touchedByAnna('reached');
    handoff.execute(anna, agreeNextStep(at('11:00')), at('10:06'));
    handoff.advanceTo(at('11:15'));
    handoff.execute(teamLead, reassignToClara, at('11:30'));
    expect(handoff.state.tickets).toEqual(['next-step-missed']);
    expect(ownerPromise(handoff, 'next-step')).toEqual(['clara', at('11:45')]);
    handoff.execute(rep('clara'), call(), at('11:40'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('the new owner does not owe what has already been done', () => {
    const handoff = touchedByAnna('reached');
    handoff.execute(anna, agreeNextStep(at('16:00')), at('10:06'));
    handoff.execute(anna, call('reached'), at('11:00'));
    handoff.execute(teamLead, reassignToClara, at('12:00'));
    expect(handoff.runningPromises()).toEqual(['acceptance owner', 'activity owner']);
    expect(ownerPromise(handoff, 'activity')).toEqual(['clara', at('12:00', 1)]);
  });

  it('the owner of a lead from the queue owes what was missed before the queue and what came up in it', () => {
    const handoff = touchedByAnna('reached');
    handoff.execute(telephony, newSignal, at('11:00'));
    handoff.pool.length = 0;
    handoff.execute(teamLead, { type: 'reassign' }, at('11:05'));
    expect(handoff.state).toMatchObject({ stage: 'queued', promises: [{ promise: 'activity', clock: 'lead' }] });
    handoff.execute(telephony, leadReplied, at('11:10'));
    handoff.execute(teamLead, reassignToClara, at('12:00'));
    expect(ownerPromise(handoff, 'first-contact')).toEqual(['clara', at('12:15')]);
    expect(ownerPromise(handoff, 'reply-to-lead')).toEqual(['clara', at('12:05')]);
  });

  it('a missed next step is settled when another person takes a call from the lead', () => {
    const handoff = touchedByAnna();
    handoff.execute(anna, agreeNextStep(at('11:00')), at('10:06'));
    handoff.advanceTo(at('11:15'));
    handoff.execute(teamLead, reassignToClara, at('11:30'));
    handoff.execute(rep('boris'), inboundCall, at('11:31'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: [] });
  });
});

describe('leads of an absent owner', () => {
  const baton: CommandActor = { id: 'baton', kind: 'integration', roles: ['admin'] };
  const absentDuring = (from: string, to: string) => ({
    calendar: aCalendar({ hours: roundTheClock, absences: [{ from, to }] }),
  });

  /** Anna is absent from Monday 11:00 to Thursday 10:00, and Baton reassigns her lead. */
  function reassignedByBaton(team: string[]): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred(at('10:00'), team);
    Object.assign(handoff.pool[0]!, absentDuring(at('11:00'), at('10:00', 3)));
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(baton, { type: 'reassign' }, at('11:00'));
    return handoff;
  }

  it('the lead returns to the absent owner when nobody else can take it', () => {
    const handoff = reassignedByBaton(['anna']);
    expect(handoff.state).toMatchObject({ stage: 'queued', exclusions: [] });
    expect(handoff.routings.at(-1)).toMatchObject({ exclusions: [{ personId: 'anna', reason: 'absent' }] });
    handoff.execute(baton, { type: 'retry-routing' }, at('10:00', 3));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect(handoff.state.tickets).not.toContain('nobody-eligible');
  });

  it('the absent owner can get the lead again when a colleague declines it', () => {
    const handoff = reassignedByBaton(['anna', 'boris']);
    expect(handoff.state).toMatchObject({ ownerId: 'boris', exclusions: [] });
    Object.assign(handoff.pool[0]!, { calendar: aCalendar({ hours: roundTheClock }) });
    handoff.execute(rep('boris'), { type: 'decline', reason: 'conflict' }, at('11:01'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', exclusions: [{ personId: 'boris', reason: 'declined' }] });
  });

  it('an owner from whom the team lead took the lead does not get it again', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(teamLead, { type: 'reassign' }, at('10:05'));
    expect(handoff.state.exclusions).toEqual([{ personId: 'anna', reason: 'previous-owner' }]);
  });
});

describe('the queue clock of a reached lead', () => {
  /** Anna reaches the lead at 10:05, and at 11:00 the team lead takes it from her. Nobody else is in the team. */
  function queuedAgain(...before: HandoffCommand[]): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, call('reached'), at('10:05'));
    for (const command of before) handoff.execute(anna, command, at('10:06'));
    handoff.execute(teamLead, { type: 'reassign' }, at('11:00'));
    return handoff;
  }
  const clocks = ({ state }: SimulatedHandoff) =>
    state.promises.map(({ promise, clock, dueAt, broken }) => [promise, clock, dueAt, broken]);

  it('the team owes it an activity within 24 hours, and afterwards it is late in the queue', () => {
    const handoff = queuedAgain();
    expect(clocks(handoff)).toEqual([['activity', 'lead', at('11:00', 1), false]]);
    handoff.advanceTo(at('10:59', 1));
    expect(handoff.state.tickets).not.toContain('late-in-queue');
    handoff.advanceTo(at('11:00', 1));
    expect(handoff.state.tickets).toContain('late-in-queue');
    expect(handoff.steps('promise-broken').at(-1)).toMatchObject({ promise: 'activity', notified: ['team-lead'] });
    expect(handoff.steps('promise-broken').at(-1)).not.toHaveProperty('ownerId');
  });

  it('the activity counts from the next step that the lead asked for', () => {
    expect(clocks(queuedAgain(agreeNextStep(at('12:00', 1))))).toEqual([['activity', 'lead', at('12:00', 2), false]]);
  });

  it('the clock of the queue ends, and its ticket closes, when somebody gets the lead', () => {
    const handoff = queuedAgain().advanceTo(at('11:00', 1));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('11:30', 1));
    expect(handoff.state.tickets).not.toContain('late-in-queue');
    expect(clocks(handoff).filter(([, clock]) => clock === 'lead')).toEqual([]);
  });

  it('a team lead who takes it from the queue and puts it back does not restart its clock', () => {
    const handoff = queuedAgain();
    handoff.execute(teamLead, { type: 'reassign' }, at('15:00'));
    expect(clocks(handoff)).toEqual([['activity', 'lead', at('11:00', 1), false]]);
  });
});
