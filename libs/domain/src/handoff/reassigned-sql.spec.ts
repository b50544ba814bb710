import { at, call, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { alwaysAtWork, aMember } from '../spec/team-fixtures.ts';
import type { HandoffCommand } from './commands.ts';

const qualify: HandoffCommand & { type: 'qualify' } = {
  type: 'qualify',
  closerId: 'kirill',
  answers: ['need', 'decision-maker', 'budget'].map((question) => ({
    question,
    answer: 'yes',
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
};

/** An SQL that is with the closer kirill. */
function anSql(): SimulatedHandoff {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(rep('anna'), call('reached'), at('10:05'));
  handoff.execute(rep('anna'), qualify, at('10:10'));
  return handoff;
}

describe('An SQL whose closer nobody names', () => {
  const { closerId: _, ...toAnyCloser } = qualify;
  function reached(): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred();
    handoff.repsCloseDeals = false;
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    return handoff;
  }
  const away = (personId: string, until: string) =>
    aMember(personId, { calendar: { ...alwaysAtWork, absences: [{ from: at('00:00'), to: until }] } });

  it('goes to the closer whose turn it is among those who are there', () => {
    const handoff = reached();
    handoff.closers.splice(0, 1, away('kirill', at('10:00', 14)));
    expect(handoff.execute(rep('anna'), toAnyCloser, at('10:10'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kseniya', tickets: [] });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'kseniya', from: at('10:10') }]);
  });

  it('waits with an alarm while the only closer is away, and goes to them when they are about to be back', () => {
    const handoff = reached();
    handoff.closers.splice(0, 2, away('kirill', at('10:00', 14)));
    handoff.execute(rep('anna'), toAnyCloser, at('10:10'));
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null, tickets: ['nobody-eligible'] });
    expect(handoff.state).toMatchObject({ sqlAt: at('10:10'), pendingAssignment: { reason: 'sql' }, promises: [] });
    handoff.advanceTo(at('10:00', 14));
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill', tickets: [] });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'kirill' }]);
  });
});

describe('What the lead waits for when it becomes an SQL', () => {
  const { closerId: _, ...toAnyCloser } = qualify;
  const answered: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } };
  const cameAgain: HandoffCommand = { type: 'add-signal', signalId: 's2', signal: 'demo' };
  const owed = ({ state }: SimulatedHandoff) =>
    state.promises.map(({ promise, ownerId, dueAt }) => [promise, ownerId, dueAt]);

  /** It asked for a call at 12:00, wrote at 10:08 and came again at 10:09. */
  function waiting(): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred();
    handoff.repsCloseDeals = false;
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    const agreed = { type: 'agree-next-step', nextStepAt: at('12:00'), evidence: { kind: 'recording' } } as const;
    handoff.execute(rep('anna'), agreed, at('10:06'));
    handoff.execute(telephony, answered, at('10:08'));
    handoff.execute(telephony, cameAgain, at('10:09'));
    return handoff;
  }

  it('its closer owes: the step that was agreed and the answer; the contact is the own one of an SQL', () => {
    const handoff = waiting();
    handoff.execute(rep('anna'), qualify, at('10:10'));
    expect(owed(handoff)).toEqual([
      ['sql-contact', 'kirill', at('10:10', 1)],
      ['reply-to-lead', 'kirill', at('10:15')],
      ['next-step', 'kirill', at('12:15')],
    ]);
    handoff.advanceTo(at('12:15'));
    expect(handoff.state.tickets).toEqual(['no-reply-to-lead', 'next-step-missed']);
  });

  it('is owed by whoever gets it where no closer was there, with what came up meanwhile', () => {
    const handoff = waiting();
    handoff.closers.length = 0;
    handoff.execute(rep('anna'), toAnyCloser, at('10:10'));
    expect(handoff.state).toMatchObject({ stage: 'queued', promises: [] });
    handoff.execute(telephony, { ...cameAgain, signalId: 's3' }, at('10:20'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'lev' }, at('10:30'));
    expect(owed(handoff)).toEqual([
      ['sql-contact', 'lev', at('10:30', 1)],
      ['reply-to-lead', 'lev', at('10:35')],
      ['next-step', 'lev', at('12:15')],
    ]);
  });

  describe('is no first contact, which would take it from the closer within minutes', () => {
    it('where it came again before a closer was there', () => {
      const handoff = waiting();
      const closers = handoff.closers.splice(0, 2);
      handoff.execute(rep('anna'), toAnyCloser, at('10:10'));
      handoff.execute(telephony, { ...cameAgain, signalId: 's3' }, at('10:20'));
      handoff.closers.push(...closers);
      handoff.execute(teamLead, { type: 'reassign', toPersonId: 'kirill' }, at('10:30'));
      handoff.advanceTo(at('11:00'));
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill', tickets: ['no-reply-to-lead'] });
    });

    it('where the first touch of the rep is taken back', () => {
      const handoff = anSql();
      const touchVersion = handoff.state.touches[0]?.version ?? 0;
      expect(handoff.execute(teamLead, { type: 'void-touch', touchVersion }, at('10:31'))).toBeUndefined();
      expect(owed(handoff).filter(([, ownerId]) => ownerId === 'kirill')).toEqual([
        ['sql-contact', 'kirill', at('10:10', 1)],
      ]);
      handoff.advanceTo(at('11:00'));
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill' });
    });
  });
});

describe('An SQL that is reassigned', () => {
  it('goes to another closer, and to no rep', () => {
    const handoff = anSql();
    expect(handoff.execute(teamLead, { type: 'reassign' }, at('10:20'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'kseniya', from: at('10:20') }]);
  });

  it('takes along what the lead waits for', () => {
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

  it('waits with an alarm where there is no other, and stays an SQL when there is', () => {
    const handoff = anSql();
    handoff.closers.pop();
    handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null, tickets: ['nobody-eligible'] });
    handoff.execute(teamLead, { type: 'retry-routing' }, at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kirill', tickets: [] });
  });

  it.each(['the closer', 'nobody'])(
    'that is with %s goes to the closer who answers its call, and to no rep',
    (whose) => {
      const handoff = anSql();
      if (whose === 'nobody') handoff.closers.pop();
      if (whose === 'nobody') handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
      const answered: HandoffCommand = {
        ...(call('reached') as HandoffCommand & { type: 'touch' }),
        direction: 'inbound',
      };
      expect(handoff.execute(rep('boris'), answered, at('10:30'))?.code).toBe('not-permitted');
      expect(handoff.execute({ ...rep('kseniya'), roles: ['closer'] }, answered, at('10:30'))).toBeUndefined();
      expect(handoff.state).toMatchObject({
        stage: 'sql',
        ownerId: 'kseniya',
        accepted: true,
        promises: [],
        tickets: [],
      });
    },
  );

  it('that waits goes to whom the team lead names, as an SQL', () => {
    const handoff = anSql();
    handoff.closers.pop();
    handoff.execute(teamLead, { type: 'reassign' }, at('10:20'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'lev' }, at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'lev', tickets: [] });
    expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'lev' }]);
  });
});
