import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import type { EvidenceKind, Qualification } from './evidence.ts';

const returnLead = (...evidence: EvidenceKind[]): HandoffCommand => ({
  type: 'return',
  reason: 'no-budget',
  proof: { kind: 'call-record', reference: 'call-1' },
  answers: evidence.map((kind) => ({
    question: 'budget',
    answer: 'no',
    evidence: { kind, ...(kind !== 'note' && { reference: 'r-1' }) },
  })),
});

const returnOnReceipt: HandoffCommand = { type: 'return', reason: 'bot', proof: { kind: 'note' } };

describe('returns', () => {
  it.each<[string, EvidenceKind[], Qualification]>([
    ['without answers', [], 'none'],
    ['with notes only', ['note', 'note'], 'claimed'],
    ['with one piece of evidence that has a reference', ['note', 'recording'], 'referenced'],
  ])('a return %s has the qualification %s', (_, evidence, qualification) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    expect(handoff.execute(rep('anna'), returnLead(...evidence), at('10:30'))).toBeUndefined();
    expect(handoff.steps('returned')).toMatchObject([
      { qualification, countsAgainst: 'marketing', returnedBy: 'anna' },
    ]);
    expect(handoff.state).toMatchObject({ stage: 'returned', promises: [{ promise: 'return-review', clock: 'lead' }] });
  });

  it('a lead can be returned before it is accepted', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(rep('anna'), returnOnReceipt, at('10:01'))).toBeUndefined();
    expect(handoff.steps('promise-released').every(({ reason }) => reason === 'returned')).toBe(true);
  });

  it('the team lead can return a queued lead', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.execute(rep('anna'), returnOnReceipt, at('10:02'))?.code).toBe('not-permitted');
    expect(handoff.execute(teamLead, returnOnReceipt, at('10:02'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: [], promises: [{ promise: 'return-review' }] });
  });

  it('the return of a queued lead by a CRM is held with a ticket', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.execute(telephony, { type: 'hold-return' }, at('10:02'))).toBeUndefined();
    expect(handoff.state.tickets).toEqual(['nobody-eligible', 'returned-without-reason']);
  });

  it('the reason misrouted counts against routing', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'return', reason: 'misrouted', proof: { kind: 'note' } }, at('10:01'));
    expect(handoff.steps('returned')).toMatchObject([{ countsAgainst: 'routing' }]);
  });
});

describe('a reason that only a conversation shows', () => {
  const anna = rep('anna');
  const telephonyForAnna: CommandActor = { ...anna, via: 'integration:telephony' };

  it('a return with a reference to a call that nobody recorded is refused, also from the team lead', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    for (const actor of [anna, teamLead])
      expect(handoff.execute(actor, returnLead(), at('10:30'))).toEqual({
        code: 'no-conversation',
        detail: expect.stringContaining('Record the touch that reached the lead first') as string,
      });
    expect(handoff.state.stage).toBe('working');
  });

  it.each<[string, CommandActor, HandoffCommand]>([
    ['a recorded conversation', anna, call('reached')],
    ['a conversation that is only claimed', anna, call('reached', { evidence: { kind: 'note' } })],
    ['a reply of the lead', telephony, { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } }],
  ])('a return after %s is accepted', (_, actor, command) => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(actor, command, at('10:05'))).toBeUndefined();
    expect(handoff.execute(anna, returnLead(), at('10:10'))).toBeUndefined();
  });

  it('a call record that the telephone system reports is enough', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(telephonyForAnna, returnLead(), at('10:05'))).toBeUndefined();
    expect(handoff.steps('returned')).toMatchObject([{ proof: { kind: 'call-record', level: 'verified' } }]);
  });

  it('a proof that is not the trace of a conversation is not enough, even from a system', () => {
    const handoff = SimulatedHandoff.transferred();
    const proof = { kind: 'link', reference: 'crm-17' };
    expect(handoff.execute(telephonyForAnna, { type: 'return', reason: 'no-need', proof }, at('10:05'))?.code).toBe(
      'no-conversation',
    );
  });

  it('a conversation that was voided does not count', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, { type: 'void-touch', touchVersion: handoff.state.touches[0]?.version ?? 0 }, at('10:06'));
    expect(handoff.execute(anna, returnLead(), at('10:07'))?.code).toBe('no-conversation');
  });

  it('a reason that is visible at receipt needs no conversation', () => {
    expect(SimulatedHandoff.transferred().execute(anna, returnOnReceipt, at('10:05'))).toBeUndefined();
  });
});

describe('the window of a reason that only a conversation shows', () => {
  const anna = rep('anna');
  const closed = { code: 'return-window-closed' };

  it('the window lasts until the touches are due', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    expect(handoff.execute(anna, returnLead(), at('10:01', 2))).toMatchObject(closed);
    expect(handoff.execute(anna, returnLead(), at('10:00', 2))).toBeUndefined();
  });

  it('the window lasts at least 24 h after the first conversation, and later ones do not extend it', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, call('reached'), at('14:00', 1));
    handoff.execute(anna, call('reached'), at('14:30', 1));
    expect(handoff.execute(anna, returnLead(), at('14:01', 2))).toMatchObject(closed);
    expect(handoff.execute(anna, returnLead(), at('14:00', 2))).toBeUndefined();
  });

  it('the second conversation opens the window if the first is voided', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, call('reached'), at('13:00', 1));
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    handoff.execute(anna, call('reached'), at('14:00', 1));
    handoff.execute(anna, { type: 'void-touch', touchVersion }, at('14:01', 1));
    expect(handoff.execute(anna, returnLead(), at('14:01', 2))).toMatchObject(closed);
    expect(handoff.execute(anna, returnLead(), at('14:00', 2))).toBeUndefined();
  });

  it('the agreement sets the time after the first conversation', () => {
    const window = { ...defaultAgreement.returns.window, afterConversation: 'PT72H' };
    const agreement = { ...defaultAgreement, returns: { ...defaultAgreement.returns, window } };
    const handoff = SimulatedHandoff.transferred(at('10:00'), undefined, agreement);
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.advanceTo(at('10:05', 3));
    expect(handoff.execute(anna, returnLead(), at('10:05', 3))).toBeUndefined();
  });

  it('only the team lead can return the lead later', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    expect(handoff.execute(anna, returnLead(), at('10:01', 2))).toMatchObject(closed);
    expect(handoff.execute(teamLead, returnLead(), at('10:01', 2))).toBeUndefined();
  });

  it('a closer has 24 h after their own first conversation, and the SQL stays open until then', () => {
    const kirill: CommandActor = { id: 'kirill', kind: 'person', roles: ['closer'], teamId: 'sales' };
    const late = (): SimulatedHandoff => {
      const handoff = SimulatedHandoff.transferred();
      handoff.execute(anna, call('reached'), at('10:05'));
      handoff.execute(anna, qualify('kirill'), at('10:30'));
      handoff.execute(kirill, call('no-answer'), at('11:00'));
      handoff.execute(kirill, call('reached'), at('14:00'));
      return handoff.advanceTo(at('13:59', 1));
    };
    expect(late().execute(kirill, returnOnReceipt, at('13:59', 1))).toMatchObject(closed);
    expect(late().execute(kirill, returnLead(), at('13:59', 1))).toBeUndefined();
    expect(late().advanceTo(at('14:00', 1)).state).toMatchObject({ stage: 'ended', ending: 'sql' });
  });
});
