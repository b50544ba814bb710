import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call, qualify } from '../spec/sample-commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import type { DisputeVerdict } from './steps.ts';

const anna = rep('anna');
const kirill: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'], teamId: 'sales' };
const crm: CommandActor = { id: 'crm', kind: 'integration', roles: ['integration'] };

const returnLead = (reason = 'bot'): HandoffCommand => ({ type: 'return', reason, proof: { kind: 'note' } });
const decideDispute = (verdict: DisputeVerdict): HandoffCommand => ({
  type: 'decide-dispute',
  verdict,
  fault: verdict === 'upheld' ? 'lead' : 'sales',
});

const returned = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(anna, call('reached'), at('10:05'));
  handoff.execute(anna, returnLead(), at('10:30'));
  return handoff;
};

describe('a return', () => {
  it('a return accepted by marketing ends the handoff with the given disposition', () => {
    const handoff = returned();
    expect(handoff.execute(marketer, { type: 'accept-return', disposition: 'rejected' }, at('11:00'))).toBeUndefined();
    expect(handoff.steps('return-accepted')).toMatchObject([{ disposition: 'rejected', bySilence: false }]);
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'returned' });
  });

  it('a contested return upheld by the arbiter ends the handoff and records the fault', () => {
    const handoff = returned();
    handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    expect(handoff.state).toMatchObject({ stage: 'contested', promises: [{ promise: 'arbitration' }] });
    handoff.execute(arbiter, decideDispute('upheld'), at('12:00'));
    expect(handoff.steps('dispute-decided')).toMatchObject([{ fault: 'lead', disposition: 'nurtured' }]);
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'returned' });
  });

  it('an overturned return is routed immediately to another rep, with new clocks and a new return window', () => {
    const handoff = returned();
    handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    handoff.execute(arbiter, decideDispute('overturned'), at('12:00'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'boris' });
    expect(handoff.state.promises.map(({ promise }) => promise)).toEqual(['acceptance', 'first-contact']);
    expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: at('12:00', 1) }]);
    handoff.execute(rep('boris'), returnLead(), at('12:10'));
    expect(handoff.steps('returned')).toHaveLength(2);
  });

  describe('overturned after a conversation', () => {
    const overturned = (team?: string[]): SimulatedHandoff => {
      const handoff = SimulatedHandoff.transferred(at('10:00'), team);
      handoff.execute(anna, call('reached'), at('10:05'));
      handoff.execute(anna, returnLead(), at('10:30'));
      handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
      handoff.execute(arbiter, decideDispute('overturned'), at('12:00'));
      return handoff;
    };

    it('the lead is rerouted when the new owner accepts but does not make contact', () => {
      const handoff = overturned();
      handoff.execute(rep('boris'), { type: 'accept' }, at('12:05'));
      handoff.advanceTo(at('12:15'));
      expect(handoff.steps('assigned').at(-1)).toMatchObject({ ownerId: 'clara', reason: 'not-contacted' });
      expect(handoff.state.promises).toContainEqual(
        expect.objectContaining({ promise: 'first-contact', ownerId: 'clara', dueAt: at('12:30') }),
      );
    });

    it('the head is notified when nobody else is left to make contact', () => {
      const handoff = overturned(['anna', 'boris']);
      handoff.execute(rep('boris'), { type: 'accept' }, at('12:05'));
      handoff.advanceTo(at('13:15'));
      expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: ['no-first-contact'] });
      expect(handoff.steps('escalated')).toMatchObject([
        { promise: 'first-contact', clock: 'owner', notified: ['head'], at: at('13:15') },
      ]);
    });

    it.each([
      ['was contacted before the return is owed no reply', '10:03', undefined],
      ['has waited since before the return is owed a reply', '10:20', 'boris'],
      ['has waited since the dispute is owed a reply', '11:30', 'boris'],
    ])('a lead that wrote and %s', (_, wroteAt, owing) => {
      const handoff = SimulatedHandoff.transferred();
      const reply: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } };
      const commands: [string, CommandActor, HandoffCommand][] = [
        [at('10:05'), anna, call('reached')],
        [at('10:30'), anna, returnLead()],
        [at('11:00'), marketer, { type: 'contest-return' }],
        [at(wroteAt), telephony, reply],
        [at('12:00'), arbiter, decideDispute('overturned')],
      ];
      commands.sort(([a], [b]) => a.localeCompare(b));
      for (const [moment, by, command] of commands) expect(handoff.execute(by, command, moment)).toBeUndefined();
      const replyPromise = handoff.state.promises.find(({ promise }) => promise === 'reply-to-lead');
      expect([replyPromise?.ownerId, replyPromise?.dueAt]).toEqual([owing, owing && at('12:05')]);
    });

    it('the window for reasons that only a conversation shows is as long as for a new lead', () => {
      const handoff = overturned();
      handoff.execute(rep('boris'), call('reached'), at('12:05'));
      expect(handoff.execute(rep('boris'), returnLead('no-budget'), at('12:01', 2))).toMatchObject({
        code: 'return-window-closed',
      });
      expect(handoff.execute(rep('boris'), returnLead('no-budget'), at('12:00', 2))).toBeUndefined();
    });

    it('the lead stays with a new owner who made contact', () => {
      const handoff = overturned();
      handoff.execute(rep('boris'), call(), at('12:05'));
      handoff.advanceTo(at('12:15'));
      expect(handoff.state).toMatchObject({ ownerId: 'boris', stage: 'working', tickets: [] });
    });

    it('the clocks and the window are also new for an owner whom the team lead names later', () => {
      const handoff = overturned(['anna']);
      expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null });
      handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('12:30'));
      expect(handoff.state.promises).toMatchObject([
        { promise: 'acceptance', ownerId: 'boris' },
        { promise: 'first-contact', ownerId: 'boris', dueAt: at('12:45') },
      ]);
      expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: at('12:30', 1) }]);
    });
  });

  it('a return that marketing does not review in time is escalated by default', () => {
    const handoff = returned().advanceTo(at('10:30', 1));
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: ['return-not-reviewed'] });
    expect(handoff.steps('promise-broken').at(-1)).toMatchObject({ promise: 'return-review', notified: ['marketer'] });
  });

  it('a return that marketing does not review in time is accepted if the agreement says so', () => {
    const agreement = { ...defaultAgreement, returns: { ...defaultAgreement.returns, onSilence: 'accept' as const } };
    const handoff = SimulatedHandoff.transferred(at('10:00'), undefined, agreement);
    handoff.execute(anna, returnLead(), at('10:05'));
    handoff.advanceTo(at('10:05', 1));
    expect(handoff.steps('return-accepted')).toMatchObject([{ bySilence: true }]);
    expect(handoff.state.ending).toBe('returned');
  });

  it('only the team lead can return the lead after the window of the reason', () => {
    const late = SimulatedHandoff.transferred();
    late.execute(anna, call('reached'), at('10:05'));
    expect(late.execute(anna, returnLead('bot'), at('10:01', 1))).toMatchObject({ code: 'return-window-closed' });
    expect(late.execute(anna, { ...returnLead('no-budget') }, at('10:02', 1))).toBeUndefined();
    const byLead = SimulatedHandoff.transferred();
    byLead.execute(anna, call('no-answer'), at('10:05'));
    expect(byLead.execute(teamLead, returnLead('bot'), at('10:01', 1))).toBeUndefined();
  });

  it('a team lead who owns the lead can return it after the window', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(teamLead, { type: 'reassign', toPersonId: teamLead.id }, at('10:01'));
    handoff.execute(teamLead, call('no-answer'), at('10:05'));
    expect(handoff.execute(teamLead, returnLead('bot'), at('10:01', 1))).toBeUndefined();
  });

  it('a return from a CRM without a reason is held, with a ticket, until the owner gives one', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(crm, { type: 'hold-return' }, at('10:05'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', tickets: ['returned-without-reason'] });
    handoff.execute(anna, returnLead(), at('10:10'));
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: [] });
  });

  it.each<[CommandActor, HandoffCommand]>([
    [anna, { type: 'accept-return', disposition: 'nurtured' }],
    [anna, { type: 'contest-return' }],
    [marketer, decideDispute('upheld')],
  ])('$id may not review a return', (actor, command) => {
    const handoff = returned();
    if (command.type === 'decide-dispute') handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    expect(handoff.execute(actor, command, at('11:10'))?.code).toBe('not-permitted');
  });
});

describe('an SQL', () => {
  const qualified = (): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('kirill'), at('10:30'));
    return handoff;
  };

  it('an SQL that its rep closes ends immediately', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('anna'), at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });

  it('the closer owes a contact, kept by the first touch', () => {
    const handoff = qualified();
    expect(handoff.state).toMatchObject({
      stage: 'sql',
      ownerId: 'kirill',
      promises: [{ promise: 'sql-contact', ownerId: 'kirill', dueAt: at('10:30', 1) }],
    });
    handoff.execute(kirill, { type: 'accept' }, at('10:40'));
    expect(handoff.state.promises).toHaveLength(1);
    handoff.execute(kirill, call('no-answer'), at('10:50'));
    expect(handoff.state).toMatchObject({ stage: 'sql', promises: [] });
    handoff.advanceTo(at('10:30', 1));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });

  it('voiding the touch of the closer reopens the contact promise', () => {
    const handoff = qualified();
    handoff.execute(kirill, call('reached'), at('11:00'));
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    expect(handoff.execute(kirill, { type: 'void-touch', touchVersion }, at('11:05'))).toBeUndefined();
    handoff.advanceTo(at('10:30', 1));
    expect(handoff.state).toMatchObject({ stage: 'sql', tickets: ['sql-not-contacted'] });
  });

  it('a closer who makes no contact breaks the promise and keeps the handoff', () => {
    const handoff = qualified().advanceTo(at('12:00', 2));
    expect(handoff.state).toMatchObject({ stage: 'sql', tickets: ['sql-not-contacted'] });
    expect(handoff.steps('escalated')).toMatchObject([{ promise: 'sql-contact', notified: ['head'] }]);
    handoff.execute(kirill, call('reached'), at('12:10', 2));
    handoff.advanceTo(at('12:10', 3));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });

  describe('an overturned return of the closer', () => {
    const overturned = (handoff = qualified()): SimulatedHandoff => {
      handoff.execute(kirill, call('reached'), at('11:00'));
      handoff.execute(kirill, returnLead('no-budget'), at('11:30'));
      handoff.execute(marketer, { type: 'contest-return' }, at('12:00'));
      handoff.execute(arbiter, decideDispute('overturned'), at('13:00'));
      return handoff;
    };

    it('the lead remains an SQL and goes to another closer with a new clock and window', () => {
      const handoff = overturned();
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });
      expect(handoff.state.promises).toMatchObject([
        { promise: 'sql-contact', ownerId: 'kseniya', dueAt: at('13:00', 1) },
      ]);
      expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: at('13:00', 1) }]);
      expect(handoff.steps('sql-withdrawn')).toEqual([]);
      handoff.execute({ ...kirill, id: 'kseniya' }, call('reached'), at('14:00'));
      handoff.advanceTo(at('14:00', 1));
      expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
    });

    it('the lead is queued when there is no other closer', () => {
      const handoff = qualified();
      handoff.closers.pop();
      overturned(handoff);
      expect(handoff.state).toMatchObject({ stage: 'queued', tickets: ['nobody-eligible'] });
      handoff.execute(teamLead, { type: 'reassign', toPersonId: 'lev' }, at('13:30'));
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'lev', tickets: [] });
      expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'lev' }]);
    });
  });

  it('an upheld return of the closer withdraws the SQL', () => {
    const handoff = qualified();
    handoff.execute(kirill, call('reached'), at('11:00'));
    handoff.execute(kirill, returnLead('no-budget'), at('11:30'));
    expect(handoff.steps('returned')).toMatchObject([{ afterSql: true, returnedBy: 'kirill' }]);
    handoff.execute(marketer, { type: 'contest-return' }, at('12:00'));
    handoff.execute(arbiter, decideDispute('upheld'), at('13:00'));
    expect(handoff.steps('sql-withdrawn')).toHaveLength(1);
    expect(handoff.state.ending).toBe('returned');
  });
});
