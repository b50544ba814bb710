import { aCalendar } from '../spec/team-of-reps.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import { at, call, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import type { Evidence } from './steps.ts';

const anna = rep('anna');
const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const agree = (moment: string): HandoffCommand => ({ type: 'agree-next-step', moment, evidence: recording });

const running = ({ state }: SimulatedHandoff): string[] =>
  state.promises.map(({ promise, clock }) => `${promise} ${clock}`);

describe('What a lead waits for goes with it to a new owner, whose clock begins anew', () => {
  const answered: HandoffCommand = { type: 'lead-answered', channel: 'email', evidence: { kind: 'message-id' } };
  const cameAgain: HandoffCommand = { type: 'add-signal', signalId: 's2', signal: 'demo' };
  const inbound = { ...call('reached'), direction: 'inbound' } as HandoffCommand;
  const toClara: HandoffCommand = { type: 'reassign', toPersonId: 'clara' };

  const tried = (outcome: 'reached' | 'no-answer' = 'no-answer'): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(anna, call(outcome), at('10:05'));
    return handoff;
  };
  const dueFrom = (handoff: SimulatedHandoff, name: string) => {
    const promise = handoff.state.promises.find((each) => each.promise === name && each.clock === 'owner');
    return promise && [promise.ownerId, promise.dueAt];
  };

  it.each(['11:02', '11:30'])('an answer that it has not got, given on at %s', (time) => {
    const handoff = tried();
    handoff.tell(telephony, answered, at('11:00'));
    handoff.tell(teamLead, toClara, at(time));
    expect(dueFrom(handoff, 'answer')).toEqual(['clara', at(time === '11:02' ? '11:07' : '11:35')]);
  });

  it('the contact that it asked for by coming again; who lets it lie loses the lead', () => {
    const handoff = tried('reached');
    handoff.tell(telephony, cameAgain, at('11:00'));
    handoff.tell(teamLead, toClara, at('11:05'));
    expect(dueFrom(handoff, 'first-contact')).toEqual(['clara', at('11:20')]);
    handoff.tell(rep('clara'), { type: 'accept' }, at('11:06'));
    handoff.passUntil(at('11:20'));
    expect(handoff.state.ownerId).toBe('boris');
  });

  it('a contact that it asks for before the new owner has accepted', () => {
    const handoff = tried('reached');
    handoff.tell(teamLead, toClara, at('11:00'));
    handoff.tell(telephony, cameAgain, at('11:05'));
    expect(dueFrom(handoff, 'first-contact')).toEqual(['clara', at('11:20')]);
  });

  it('a next step that was missed, until the new owner takes it', () => {
    const handoff = tried('reached');
    handoff.tell(anna, agree(at('11:00')), at('10:06'));
    handoff.passUntil(at('11:15'));
    handoff.tell(teamLead, toClara, at('11:30'));
    expect(handoff.state.tickets).toEqual(['next-step-missed']);
    expect(dueFrom(handoff, 'next-step')).toEqual(['clara', at('11:45')]);
    handoff.tell(rep('clara'), call(), at('11:40'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('nothing of what was done already, also before its time', () => {
    const handoff = tried('reached');
    handoff.tell(anna, agree(at('16:00')), at('10:06'));
    handoff.tell(anna, call('reached'), at('11:00'));
    handoff.tell(teamLead, toClara, at('12:00'));
    expect(running(handoff)).toEqual(['acceptance owner', 'activity owner']);
    expect(dueFrom(handoff, 'activity')).toEqual(['clara', at('12:00', 1)]);
  });

  it('also when nobody had the lead for a while, with what came up meanwhile', () => {
    const handoff = tried('reached');
    handoff.tell(telephony, cameAgain, at('11:00'));
    handoff.pool.length = 0;
    handoff.tell(teamLead, { type: 'reassign' }, at('11:05'));
    expect(handoff.state).toMatchObject({ stage: 'nobody-eligible', promises: [] });
    handoff.tell(telephony, answered, at('11:10'));
    handoff.tell(teamLead, toClara, at('12:00'));
    expect(dueFrom(handoff, 'first-contact')).toEqual(['clara', at('12:15')]);
    expect(dueFrom(handoff, 'answer')).toEqual(['clara', at('12:05')]);
  });

  it('a missed step is over when somebody else answers the call of the lead', () => {
    const handoff = tried();
    handoff.tell(anna, agree(at('11:00')), at('10:06'));
    handoff.passUntil(at('11:15'));
    handoff.tell(teamLead, toClara, at('11:30'));
    handoff.tell(rep('boris'), inbound, at('11:31'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: [] });
  });
});

describe('What somebody leaves behind while they are away is handed on', () => {
  const baton: CommandActor = { id: 'baton', kind: 'integration', roles: ['admin'] };
  const away = (from: string, to: string) => ({
    calendar: aCalendar({ hours: roundTheClock, absences: [{ from, to }] }),
  });

  /** Anna is away from Monday 11:00 to Thursday 10:00, and her lead is handed on by the rules. */
  function handedOn(team: string[]): SimulatedHandoff {
    const handoff = SimulatedHandoff.transferred(at('10:00'), team);
    Object.assign(handoff.pool[0]!, away(at('11:00'), at('10:00', 3)));
    handoff.tell(anna, call('no-answer'), at('10:05'));
    handoff.tell(baton, { type: 'reassign' }, at('11:00'));
    return handoff;
  }

  it('and comes back to whoever is the only one that can take it, when they do', () => {
    const handoff = handedOn(['anna']);
    expect(handoff.state).toMatchObject({ stage: 'nobody-eligible', leftOut: [] });
    expect(handoff.routings.at(-1)).toMatchObject({ leftOut: [{ personId: 'anna', why: 'absent' }] });
    handoff.passUntil(handoff.state.waiting?.lookAgainAt ?? '');
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect(handoff.state.tickets).not.toContain('nobody-eligible');
  });

  it('and may be theirs again when a colleague declines it later', () => {
    const handoff = handedOn(['anna', 'boris']);
    expect(handoff.state).toMatchObject({ ownerId: 'boris', leftOut: [] });
    Object.assign(handoff.pool[0]!, { calendar: aCalendar({ hours: roundTheClock }) });
    handoff.tell(rep('boris'), { type: 'decline', reason: 'conflict' }, at('11:01'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', leftOut: [{ personId: 'boris', why: 'declined' }] });
  });

  it('unlike a lead that the team lead took from them', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(teamLead, { type: 'reassign' }, at('10:05'));
    expect(handoff.state.leftOut).toEqual([{ personId: 'anna', why: 'previous-owner' }]);
  });
});
