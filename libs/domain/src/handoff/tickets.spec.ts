import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { ticketRole } from './ticket-owner.ts';

const opened = (handoff: SimulatedHandoff) => handoff.steps('ticket-opened').map(({ ticket }) => ticket);
const closed = (handoff: SimulatedHandoff) => handoff.steps('ticket-closed').map(({ ticket }) => ticket);

describe('tickets', () => {
  it('a ticket opens once, even if its cause occurs several times', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('11:00'));
    expect(handoff.steps('promise-broken').length).toBeGreaterThan(5);
    expect(opened(handoff)).toEqual(['not-opened', 'no-first-contact', 'nobody-eligible']);
    expect(closed(handoff)).toEqual([]);
  });

  it('a ticket names the owner at the time of the breach', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('10:15'));
    expect(handoff.steps('ticket-opened')).toMatchObject([
      { ticket: 'not-opened', ownerId: 'anna', at: at('10:15') },
      { ticket: 'no-first-contact', ownerId: 'anna', at: at('10:15') },
    ]);
  });

  it('a ticket of marketing, the arbiter or the team lead names no owner', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']).advanceTo(at('10:15'));
    handoff.execute(rep('anna'), { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:20'));
    handoff.advanceTo(at('10:20', 1));
    handoff.execute(marketer, { type: 'contest-return' }, at('10:30', 1));
    handoff.advanceTo(at('10:30', 3));
    expect(handoff.steps('ticket-opened').map(({ ticket, ownerId }) => [ticket, ownerId, ticketRole(ticket)])).toEqual([
      ['not-opened', 'anna', undefined],
      ['no-first-contact', 'anna', undefined],
      ['nobody-eligible', undefined, 'team-lead'],
      ['return-not-reviewed', undefined, 'marketer'],
      ['arbitration-overdue', undefined, 'arbiter'],
    ]);
  });

  it('an opened handoff that is not accepted gets another ticket than an unopened one', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'open' }, at('10:05'));
    handoff.advanceTo(at('10:15'));
    expect(opened(handoff)).toContain('not-accepted');
    expect(opened(handoff)).not.toContain('not-opened');
  });

  it('the ticket not-opened becomes not-accepted when the owner opens the handoff late', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']).advanceTo(at('10:15'));
    handoff.execute(rep('anna'), { type: 'open' }, at('10:20'));
    expect(handoff.state.tickets).toEqual(['no-first-contact', 'nobody-eligible', 'not-accepted']);
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:21'));
    expect(handoff.state.tickets).toEqual(['no-first-contact', 'nobody-eligible']);
    handoff.execute(rep('anna'), call(), at('10:22'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('the ticket nobody-eligible closes when the owner who kept the lead accepts before first contact is due', () => {
    const { promises: terms } = defaultAgreement;
    const promises = { ...terms, 'first-contact': { ...terms['first-contact'], within: 'PT1H', remindAtShares: [] } };
    const agreement = { ...defaultAgreement, promises };
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna'], agreement).advanceTo(at('10:15'));
    expect(handoff.state.tickets).toEqual(['not-opened', 'nobody-eligible']);
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:20'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('the ticket too-few-touches closes when the lead is reached', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:05'));
    handoff.advanceTo(at('10:00', 2));
    expect(handoff.state.tickets).toEqual(['no-activity', 'too-few-touches']);
    handoff.execute(rep('anna'), call('reached'), at('10:01', 2));
    expect(handoff.state.tickets).toEqual([]);
    expect(handoff.steps('promise-kept').slice(-2)).toMatchObject([
      { promise: 'touches', late: true },
      { promise: 'activity', late: true },
    ]);
  });

  it('all tickets close when the handoff ends', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('10:15'));
    handoff.execute(rep('boris'), { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } }, at('10:20'));
    expect(handoff.state).toMatchObject({ stage: 'ended', tickets: [], promises: [] });
    expect(handoff.typesAfter(handoff.state.version - 1)).toEqual(['ended']);
  });
});
