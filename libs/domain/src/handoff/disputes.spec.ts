import { defaultAgreement } from '../agreement/default-agreement.ts';
import { arbiter, at, call, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';

const anna = rep('anna');
const kirill: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'], teamId: 'sales' };
const crm: CommandActor = { id: 'crm', kind: 'integration', roles: ['integration'] };

const giveBack = (reason = 'bot'): HandoffCommand => ({ type: 'return', reason, proof: { kind: 'note' } });
const verdict = (what: 'upheld' | 'overturned'): HandoffCommand => ({
  type: 'decide-dispute',
  verdict: what,
  fault: what === 'upheld' ? 'lead' : 'sales',
});
const yesToAll = (closerId?: string): HandoffCommand => ({
  type: 'qualify',
  answers: defaultAgreement.criteria.sql.map(({ id }) => ({
    question: id,
    answer: 'yes',
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
  ...(closerId && { closerId }),
});

const returned = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(anna, call('reached'), at('10:05'));
  handoff.execute(anna, giveBack(), at('10:30'));
  return handoff;
};

describe('A return', () => {
  it('is accepted by marketing: closed, and the lead nurtured or rejected', () => {
    const handoff = returned();
    expect(handoff.execute(marketer, { type: 'accept-return', disposition: 'rejected' }, at('11:00'))).toBeUndefined();
    expect(handoff.steps('return-accepted')).toMatchObject([{ disposition: 'rejected', bySilence: false }]);
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'returned' });
  });

  it('is contested, and upheld by the arbiter, who names whose fault it was', () => {
    const handoff = returned();
    handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    expect(handoff.state).toMatchObject({ stage: 'contested', promises: [{ promise: 'arbitration' }] });
    handoff.execute(arbiter, verdict('upheld'), at('12:00'));
    expect(handoff.steps('dispute-decided')).toMatchObject([{ fault: 'lead', disposition: 'nurtured' }]);
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'returned' });
  });

  it('is overturned: routed again at once, never to the same rep, with clocks and a window of its own', () => {
    const handoff = returned();
    handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    handoff.execute(arbiter, verdict('overturned'), at('12:00'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'boris' });
    expect(handoff.state.promises.map(({ promise }) => promise)).toEqual(['acceptance', 'first-contact']);
    expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: at('12:00', 1) }]);
    handoff.execute(rep('boris'), giveBack(), at('12:10'));
    expect(handoff.steps('returned')).toHaveLength(2);
  });

  describe('that was overturned, after a conversation', () => {
    const overturned = (team?: string[]): SimulatedHandoff => {
      const handoff = SimulatedHandoff.transferred(at('10:00'), team);
      handoff.execute(anna, call('reached'), at('10:05'));
      handoff.execute(anna, giveBack(), at('10:30'));
      handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
      handoff.execute(arbiter, verdict('overturned'), at('12:00'));
      return handoff;
    };

    it('goes on to the next, when the new owner accepts and does not make contact', () => {
      const handoff = overturned();
      handoff.execute(rep('boris'), { type: 'accept' }, at('12:05'));
      handoff.advanceTo(at('12:15'));
      expect(handoff.steps('assigned').at(-1)).toMatchObject({ ownerId: 'clara', reason: 'not-contacted' });
      expect(handoff.state.promises).toContainEqual(
        expect.objectContaining({ promise: 'first-contact', ownerId: 'clara', dueAt: at('12:30') }),
      );
    });

    it('is known to the head when nobody else is left to make contact', () => {
      const handoff = overturned(['anna', 'boris']);
      handoff.execute(rep('boris'), { type: 'accept' }, at('12:05'));
      handoff.advanceTo(at('13:15'));
      expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: ['no-first-contact', 'nobody-eligible'] });
      expect(handoff.steps('escalated')).toMatchObject([
        { promise: 'first-contact', clock: 'owner', notified: ['head'], at: at('13:15') },
      ]);
    });

    it.each([
      ['was answered before it was given back', '10:03', undefined],
      ['has waited since before it was given back', '10:20', 'boris'],
      ['has waited since the dispute', '11:30', 'boris'],
    ])('a lead that wrote and %s', (_, wroteAt, owing) => {
      const handoff = SimulatedHandoff.transferred();
      const wrote: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } };
      const happened: [string, CommandActor, HandoffCommand][] = [
        [at('10:05'), anna, call('reached')],
        [at('10:30'), anna, giveBack()],
        [at('11:00'), marketer, { type: 'contest-return' }],
        [at(wroteAt), telephony, wrote],
        [at('12:00'), arbiter, verdict('overturned')],
      ];
      happened.sort(([a], [b]) => a.localeCompare(b));
      for (const [moment, by, command] of happened) expect(handoff.execute(by, command, moment)).toBeUndefined();
      const answer = handoff.state.promises.find(({ promise }) => promise === 'reply-to-lead');
      expect([answer?.ownerId, answer?.dueAt]).toEqual([owing, owing && at('12:05')]);
    });

    it('can be given back anew for what only a conversation shows, as long as a new lead', () => {
      const handoff = overturned();
      handoff.execute(rep('boris'), call('reached'), at('12:05'));
      expect(handoff.execute(rep('boris'), giveBack('no-budget'), at('12:01', 2))).toMatchObject({
        code: 'return-window-closed',
      });
      expect(handoff.execute(rep('boris'), giveBack('no-budget'), at('12:00', 2))).toBeUndefined();
    });

    it('stays with the new owner who made contact', () => {
      const handoff = overturned();
      handoff.execute(rep('boris'), call(), at('12:05'));
      handoff.advanceTo(at('12:15'));
      expect(handoff.state).toMatchObject({ ownerId: 'boris', stage: 'working', tickets: [] });
    });

    it('and finds nobody, is a second passage also for whom the team lead names', () => {
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

  it('silence is escalated, never consent', () => {
    const handoff = returned().advanceTo(at('10:30', 1));
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: ['return-not-reviewed'] });
    expect(handoff.steps('promise-broken').at(-1)).toMatchObject({ promise: 'return-review', notified: ['marketer'] });
  });

  it('unless the agreement says so', () => {
    const agreement = { ...defaultAgreement, returns: { ...defaultAgreement.returns, onSilence: 'accept' as const } };
    const handoff = SimulatedHandoff.transferred(at('10:00'), undefined, agreement);
    handoff.execute(anna, giveBack(), at('10:05'));
    handoff.advanceTo(at('10:05', 1));
    expect(handoff.steps('return-accepted')).toMatchObject([{ bySilence: true }]);
    expect(handoff.state.ending).toBe('returned');
  });

  it('has the window of its reason; after it only the team lead can give it', () => {
    const late = SimulatedHandoff.transferred();
    late.execute(anna, call('no-answer'), at('10:05'));
    expect(late.execute(anna, giveBack('bot'), at('10:01', 1))).toMatchObject({ code: 'return-window-closed' });
    expect(late.execute(anna, { ...giveBack('no-budget') }, at('10:02', 1))).toBeUndefined();
    const byLead = SimulatedHandoff.transferred();
    byLead.execute(anna, call('no-answer'), at('10:05'));
    expect(byLead.execute(teamLead, giveBack('bot'), at('10:01', 1))).toBeUndefined();
  });

  it('comes late from a team lead who owns the lead as from any other team lead', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(teamLead, { type: 'reassign', toPersonId: teamLead.id }, at('10:01'));
    handoff.execute(teamLead, call('no-answer'), at('10:05'));
    expect(handoff.execute(teamLead, giveBack('bot'), at('10:01', 1))).toBeUndefined();
  });

  it('from an outside CRM without a reason is held, with a ticket, until the owner gives one', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(crm, { type: 'hold-return' }, at('10:05'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', tickets: ['returned-without-reason'] });
    handoff.execute(anna, giveBack(), at('10:10'));
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: [] });
  });

  it.each<[CommandActor, HandoffCommand]>([
    [anna, { type: 'accept-return', disposition: 'nurtured' }],
    [anna, { type: 'contest-return' }],
    [marketer, verdict('upheld')],
  ])('its review is not for $id', (actor, command) => {
    const handoff = returned();
    if (command.type === 'decide-dispute') handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    expect(handoff.execute(actor, command, at('11:10'))?.code).toBe('not-permitted');
  });
});

describe('After the SQL', () => {
  const qualified = (): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, yesToAll('kirill'), at('10:30'));
    return handoff;
  };

  it('the rep who closes the deal is done', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, yesToAll('anna'), at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });

  it('the closer has a clock of their own, kept by accepting and the first touch', () => {
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

  it('a mistaken touch of the closer is no contact: the SQL is not over, and the clock runs as it did', () => {
    const handoff = qualified();
    handoff.execute(kirill, call('reached'), at('11:00'));
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    expect(handoff.execute(kirill, { type: 'void-touch', touchVersion }, at('11:05'))).toBeUndefined();
    handoff.advanceTo(at('10:30', 1));
    expect(handoff.state).toMatchObject({ stage: 'sql', tickets: ['sql-not-contacted'] });
  });

  it('a closer who lets it lie breaks the promise, and the handoff goes on', () => {
    const handoff = qualified().advanceTo(at('12:00', 2));
    expect(handoff.state).toMatchObject({ stage: 'sql', tickets: ['sql-not-contacted'] });
    expect(handoff.steps('escalated')).toMatchObject([{ promise: 'sql-contact', notified: ['head'] }]);
    handoff.execute(kirill, call('reached'), at('12:10', 2));
    handoff.advanceTo(at('12:11', 2));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });

  describe('a return of the closer that is overturned', () => {
    const overturned = (handoff = qualified()): SimulatedHandoff => {
      handoff.execute(kirill, call('reached'), at('11:00'));
      handoff.execute(kirill, giveBack('no-budget'), at('11:30'));
      handoff.execute(marketer, { type: 'contest-return' }, at('12:00'));
      handoff.execute(arbiter, verdict('overturned'), at('13:00'));
      return handoff;
    };

    it('leaves it an SQL: it goes to another closer, with the clock and the window of one', () => {
      const handoff = overturned();
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });
      expect(handoff.state.promises).toMatchObject([
        { promise: 'sql-contact', ownerId: 'kseniya', dueAt: at('13:00', 1) },
      ]);
      expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: at('13:00', 1) }]);
      expect(handoff.steps('sql-withdrawn')).toEqual([]);
      handoff.execute({ ...kirill, id: 'kseniya' }, call('reached'), at('14:00'));
      handoff.advanceTo(at('13:00', 1));
      expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql' });
    });

    it('waits for a closer where there is no other', () => {
      const handoff = qualified();
      handoff.closers.pop();
      overturned(handoff);
      expect(handoff.state).toMatchObject({ stage: 'queued', tickets: ['nobody-eligible'] });
      handoff.execute(teamLead, { type: 'reassign', toPersonId: 'lev' }, at('13:30'));
      expect(handoff.state).toMatchObject({ stage: 'sql', ownerId: 'lev', tickets: [] });
      expect(handoff.state.promises).toMatchObject([{ promise: 'sql-contact', ownerId: 'lev' }]);
    });
  });

  it('the closer gives it back: upheld withdraws the SQL', () => {
    const handoff = qualified();
    handoff.execute(kirill, call('reached'), at('11:00'));
    handoff.execute(kirill, giveBack('no-budget'), at('11:30'));
    expect(handoff.steps('returned')).toMatchObject([{ afterSql: true, returnedBy: 'kirill' }]);
    handoff.execute(marketer, { type: 'contest-return' }, at('12:00'));
    handoff.execute(arbiter, verdict('upheld'), at('13:00'));
    expect(handoff.steps('sql-withdrawn')).toHaveLength(1);
    expect(handoff.state.ending).toBe('returned');
  });
});
