import { call } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { MINUTE } from '../time/units.ts';
import type { CommandActor } from './commands.ts';
import { BATON } from './record.ts';
import { ticketRole } from './ticket-owner.ts';

const baton: CommandActor = { id: BATON, kind: 'integration', roles: ['integration'] };
const opened = (handoff: SimulatedHandoff) => handoff.steps('ticket-opened').map(({ ticket }) => ticket);
const closed = (handoff: SimulatedHandoff) => handoff.steps('ticket-closed').map(({ ticket }) => ticket);

describe('tickets', () => {
  it('a ticket opens once, even if its cause occurs several times', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('11:00'));
    expect(handoff.steps('promise-broken').length).toBeGreaterThan(5);
    expect(opened(handoff)).toEqual(['not-opened', 'no-first-contact', 'late-in-queue']);
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
    handoff.execute(teamLead, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:20'));
    handoff.advanceTo(at('10:20', 1));
    handoff.execute(marketer, { type: 'contest-return' }, at('10:30', 1));
    handoff.advanceTo(at('10:30', 3));
    expect(handoff.steps('ticket-opened').map(({ ticket, ownerId }) => [ticket, ownerId, ticketRole(ticket)])).toEqual([
      ['not-opened', 'anna', undefined],
      ['no-first-contact', 'anna', undefined],
      ['late-in-queue', undefined, 'team-lead'],
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

  it('the tickets of a missed acceptance close when the next owner accepts and touches the lead', () => {
    const handoff = SimulatedHandoff.transferred().advanceTo(at('10:15'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: ['not-opened', 'no-first-contact'] });
    handoff.execute(rep('boris'), { type: 'accept' }, at('10:20'));
    expect(handoff.state.tickets).toEqual(['no-first-contact']);
    handoff.execute(rep('boris'), call(), at('10:21'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('a late lead has the ticket of its queue, which closes when the lead is assigned', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    handoff.advanceTo(at('10:15'));
    expect(handoff.state.tickets).toEqual(['nobody-eligible', 'late-in-queue']);
    expect(handoff.steps('promise-broken')).toMatchObject([{ clock: 'lead', notified: ['team-lead'] }]);
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:20'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('a queued lead that nobody is left for has its ticket once, until somebody can take it', () => {
    const handoff = new SimulatedHandoff(['anna']);
    handoff.member('anna').takenSlots = 1;
    handoff.start(at('10:00'));
    expect(handoff.state).toMatchObject({ stage: 'queued', tickets: [] });
    handoff.execute(baton, { type: 'retry-routing' }, at('10:01'));
    expect(handoff.state.tickets).toEqual([]);
    handoff.member('anna').active = false;
    handoff.execute(baton, { type: 'retry-routing' }, at('10:02'));
    handoff.execute(baton, { type: 'retry-routing' }, at('10:03'));
    expect(opened(handoff)).toEqual(['nobody-eligible']);
    Object.assign(handoff.member('anna'), { active: true, takenSlots: 0 });
    handoff.execute(baton, { type: 'retry-routing' }, at('10:04'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', tickets: [] });
  });

  it('a late lead with an owner whose own clock still runs has no ticket', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'decline', reason: 'conflict' }, at('10:05'));
    handoff.execute(rep('boris'), { type: 'accept' }, at('10:06'));
    handoff.advanceTo(at('10:16'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', brokenPromises: ['first-contact'], tickets: [] });
    expect(handoff.steps('promise-broken')).toMatchObject([
      {
        clock: 'lead',
        account: [
          { ownerId: 'anna', milliseconds: 5 * MINUTE },
          { ownerId: 'boris', milliseconds: 10 * MINUTE },
        ],
      },
    ]);
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
