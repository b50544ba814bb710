import { agreeNextStep, call, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { alwaysAtWork, aMember } from '../spec/team-fixtures.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';

const baton: CommandActor = { id: 'baton', kind: 'integration', roles: ['integration'] };

/** An SQL whose closer is kirill. */
function anSql(): SimulatedHandoff {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(rep('anna'), call('reached'), at('10:05'));
  handoff.execute(rep('anna'), qualify('kirill'), at('10:10'));
  return handoff;
}

describe('an SQL without a named closer', () => {
  function reached(): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred();
    handoff.repsCloseDeals = false;
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    return handoff;
  }
  const absentMember = (personId: string, until: string) =>
    aMember(personId, { calendar: { ...alwaysAtWork, absences: [{ from: at('00:00'), to: until }] } });

  it('the SQL goes to the available closer whose turn it is', () => {
    const handoff = reached();
    handoff.closers.splice(0, 1, absentMember('kirill', at('10:00', 14)));
    expect(handoff.execute(rep('anna'), qualify(), at('10:10'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kseniya', tickets: [] });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'kseniya', from: at('10:10') }]);
  });

  it('the SQL is queued with a ticket while the only closer is away, and assigned when they are back', () => {
    const handoff = reached();
    handoff.closers.splice(0, 2, absentMember('kirill', at('10:00', 14)));
    handoff.execute(rep('anna'), qualify(), at('10:10'));
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null, tickets: ['nobody-eligible'] });
    expect(handoff.state).toMatchObject({ sqlAt: at('10:10'), pendingAssignment: { reason: 'sql' } });
    handoff.execute(baton, { type: 'retry-routing' }, at('10:00', 14));
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill', tickets: [] });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'kirill' }]);
  });
});

describe('promises at the handover to a closer', () => {
  const leadReplied: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } };
  const newSignal: HandoffCommand = { type: 'add-signal', signalId: 's2', signal: 'demo' };
  const owedPromises = ({ state }: SimulatedHandoff) =>
    state.promises.map(({ promise, ownerId, dueAt }) => [promise, ownerId, dueAt]);

  /** The lead asked for a call at 12:00, wrote at 10:08 and sent a new signal at 10:09. */
  function waitingLead(): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred();
    handoff.repsCloseDeals = false;
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    handoff.execute(rep('anna'), agreeNextStep(at('12:00')), at('10:06'));
    handoff.execute(telephony, leadReplied, at('10:08'));
    handoff.execute(telephony, newSignal, at('10:09'));
    return handoff;
  }

  it('the closer owes the reply and the contact of an SQL', () => {
    const handoff = waitingLead();
    handoff.execute(rep('anna'), qualify('kirill'), at('10:10'));
    expect(owedPromises(handoff)).toEqual([
      ['sql-contact', 'kirill', at('10:10', 1)],
      ['reply-to-lead', 'kirill', at('10:15')],
    ]);
    handoff.advanceTo(at('12:15'));
    expect(handoff.state.tickets).toEqual(['no-reply-to-lead']);
  });

  it('a closer who gets the SQL from the queue owes the reply and the contact of an SQL', () => {
    const handoff = waitingLead();
    handoff.closers.length = 0;
    handoff.execute(rep('anna'), qualify(), at('10:10'));
    expect(handoff.state).toMatchObject({ stage: 'queued', promises: [{ promise: 'sql-contact', clock: 'lead' }] });
    handoff.execute(telephony, { ...newSignal, signalId: 's3' }, at('10:20'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'lev' }, at('10:30'));
    expect(owedPromises(handoff)).toEqual([
      ['sql-contact', 'lev', at('10:30', 1)],
      ['reply-to-lead', 'lev', at('10:35')],
    ]);
  });

  describe('a first contact, which would reroute the lead within minutes', () => {
    it('a signal that arrives before there is a closer starts no first contact', () => {
      const handoff = waitingLead();
      const closers = handoff.closers.splice(0, 2);
      handoff.execute(rep('anna'), qualify(), at('10:10'));
      handoff.execute(telephony, { ...newSignal, signalId: 's3' }, at('10:20'));
      handoff.closers.push(...closers);
      handoff.execute(teamLead, { type: 'reassign', toPersonId: 'kirill' }, at('10:30'));
      handoff.advanceTo(at('11:00'));
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill', tickets: ['no-reply-to-lead'] });
    });

    it('voiding the first touch of the rep starts no first contact of the closer', () => {
      const handoff = anSql();
      const touchVersion = handoff.state.touches[0]?.version ?? 0;
      expect(handoff.execute(teamLead, { type: 'void-touch', touchVersion }, at('10:31'))).toBeUndefined();
      expect(owedPromises(handoff).filter(([, ownerId]) => ownerId === 'kirill')).toEqual([
        ['sql-contact', 'kirill', at('10:10', 1)],
      ]);
      handoff.advanceTo(at('11:00'));
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill' });
    });
  });
});

describe('a reassigned SQL', () => {
  it('a reassigned SQL goes to another closer, not to a rep', () => {
    const handoff = anSql();
    expect(handoff.execute(teamLead, { type: 'reassign' }, at('10:20'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'kseniya', from: at('10:20') }]);
  });

  it('the new closer owes the reply that the lead is waiting for', () => {
    const handoff = anSql();
    handoff.execute(
      telephony,
      { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } },
      at('10:15'),
    );
    handoff.execute(teamLead, { type: 'reassign' }, at('10:18'));
    expect(handoff.state.promises).toMatchObject([
      { promise: 'sql-contact', ownerId: 'kseniya' },
      { promise: 'reply-to-lead', ownerId: 'kseniya', dueAt: at('10:23') },
    ]);
  });

  it('the SQL is queued with a ticket when there is no other closer, and remains an SQL', () => {
    const handoff = anSql();
    handoff.closers.pop();
    handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null, tickets: ['nobody-eligible'] });
    handoff.execute(teamLead, { type: 'retry-routing' }, at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill', tickets: [] });
  });

  it.each(['the closer', 'nobody'])(
    'an SQL that %s owns goes to a closer who takes its call, not to a rep',
    (owner) => {
      const handoff = anSql();
      if (owner === 'nobody') handoff.closers.pop();
      if (owner === 'nobody') handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
      const inboundCall: HandoffCommand = call('reached', { direction: 'inbound' });
      expect(handoff.execute(rep('boris'), inboundCall, at('10:30'))?.code).toBe('not-permitted');
      expect(handoff.execute({ ...rep('kseniya'), roles: ['closer'] }, inboundCall, at('10:30'))).toBeUndefined();
      expect(handoff.state).toMatchObject({
        stage: 'sql',
        ownerId: 'kseniya',
        accepted: true,
        promises: [],
        tickets: [],
      });
    },
  );

  it('a queued SQL goes to the person the team lead names, as an SQL', () => {
    const handoff = anSql();
    handoff.closers.pop();
    handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'lev' }, at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'lev', tickets: [] });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'lev' }]);
  });
});
