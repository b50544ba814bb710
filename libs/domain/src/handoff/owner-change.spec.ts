import type { CommandActor, HandoffCommand } from './commands.ts';
import type { Evidence } from './evidence.ts';
import { at, call, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { aCalendar } from '../spec/team-fixtures.ts';
import { roundTheClock } from '../time/working-calendar.ts';

const anna = rep('anna');
const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const agree = (moment: string): HandoffCommand => ({
  type: 'agree-next-step',
  nextStepAt: moment,
  evidence: recording,
});

const running = ({ state }: SimulatedHandoff): string[] =>
  state.promises.map(({ promise, clock }) => `${promise} ${clock}`);

describe('What a lead waits for goes with it to a new owner, whose clock begins anew', () => {
  const answered: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: { kind: 'message-id' } };
  const cameAgain: HandoffCommand = { type: 'add-signal', signalId: 's2', signal: 'demo' };
  const inbound = { ...call('reached'), direction: 'inbound' } as HandoffCommand;
  const toClara: HandoffCommand = { type: 'reassign', toPersonId: 'clara' };

  const tried = (outcome: 'reached' | 'no-answer' = 'no-answer'): SimulatedHandoff => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call(outcome), at('10:05'));
    return handoff;
  };
  const dueFrom = (handoff: SimulatedHandoff, name: string) => {
    const promise = handoff.state.promises.find((each) => each.promise === name && each.clock === 'owner');
    return promise && [promise.ownerId, promise.dueAt];
  };

  it.each(['11:02', '11:30'])('an answer that it has not got, given on at %s', (time) => {
    const handoff = tried();
    handoff.execute(telephony, answered, at('11:00'));
    handoff.execute(teamLead, toClara, at(time));
    expect(dueFrom(handoff, 'reply-to-lead')).toEqual(['clara', at(time === '11:02' ? '11:07' : '11:35')]);
  });

  it('the contact that it askedCriteria for by coming again; who lets it lie loses the lead', () => {
    const handoff = tried('reached');
    handoff.execute(telephony, cameAgain, at('11:00'));
    handoff.execute(teamLead, toClara, at('11:05'));
    expect(dueFrom(handoff, 'first-contact')).toEqual(['clara', at('11:20')]);
    handoff.execute(rep('clara'), { type: 'accept' }, at('11:06'));
    handoff.advanceTo(at('11:20'));
    expect(handoff.state.ownerId).toBe('boris');
  });

  it('a contact that it asks for before the new owner has accepted', () => {
    const handoff = tried('reached');
    handoff.execute(teamLead, toClara, at('11:00'));
    handoff.execute(telephony, cameAgain, at('11:05'));
    expect(dueFrom(handoff, 'first-contact')).toEqual(['clara', at('11:20')]);
  });

  it('a next step that was missed, until the new owner takes it', () => {
    const handoff = tried('reached');
    handoff.execute(anna, agree(at('11:00')), at('10:06'));
    handoff.advanceTo(at('11:15'));
    handoff.execute(teamLead, toClara, at('11:30'));
    expect(handoff.state.tickets).toEqual(['next-step-missed']);
    expect(dueFrom(handoff, 'next-step')).toEqual(['clara', at('11:45')]);
    handoff.execute(rep('clara'), call(), at('11:40'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('nothing of what was done already, also before its time', () => {
    const handoff = tried('reached');
    handoff.execute(anna, agree(at('16:00')), at('10:06'));
    handoff.execute(anna, call('reached'), at('11:00'));
    handoff.execute(teamLead, toClara, at('12:00'));
    expect(running(handoff)).toEqual(['acceptance owner', 'activity owner']);
    expect(dueFrom(handoff, 'activity')).toEqual(['clara', at('12:00', 1)]);
  });

  it('also when nobody had the lead for a while, with what came up meanwhile', () => {
    const handoff = tried('reached');
    handoff.execute(telephony, cameAgain, at('11:00'));
    handoff.pool.length = 0;
    handoff.execute(teamLead, { type: 'reassign' }, at('11:05'));
    expect(handoff.state).toMatchObject({ stage: 'queued', promises: [] });
    handoff.execute(telephony, answered, at('11:10'));
    handoff.execute(teamLead, toClara, at('12:00'));
    expect(dueFrom(handoff, 'first-contact')).toEqual(['clara', at('12:15')]);
    expect(dueFrom(handoff, 'reply-to-lead')).toEqual(['clara', at('12:05')]);
  });

  it('a missed step is over when somebody else answers the call of the lead', () => {
    const handoff = tried();
    handoff.execute(anna, agree(at('11:00')), at('10:06'));
    handoff.advanceTo(at('11:15'));
    handoff.execute(teamLead, toClara, at('11:30'));
    handoff.execute(rep('boris'), inbound, at('11:31'));
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
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(baton, { type: 'reassign' }, at('11:00'));
    return handoff;
  }

  it('and comes back to whoever is the only one that can take it, when they do', () => {
    const handoff = handedOn(['anna']);
    expect(handoff.state).toMatchObject({ stage: 'queued', exclusions: [] });
    expect(handoff.routings.at(-1)).toMatchObject({ exclusions: [{ personId: 'anna', reason: 'absent' }] });
    handoff.advanceTo(handoff.state.pendingAssignment?.retryRoutingAt ?? '');
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect(handoff.state.tickets).not.toContain('nobody-eligible');
  });

  it('and may be theirs again when a colleague declines it later', () => {
    const handoff = handedOn(['anna', 'boris']);
    expect(handoff.state).toMatchObject({ ownerId: 'boris', exclusions: [] });
    Object.assign(handoff.pool[0]!, { calendar: aCalendar({ hours: roundTheClock }) });
    handoff.execute(rep('boris'), { type: 'decline', reason: 'conflict' }, at('11:01'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', exclusions: [{ personId: 'boris', reason: 'declined' }] });
  });

  it('unlike a lead that the team lead took from them', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(teamLead, { type: 'reassign' }, at('10:05'));
    expect(handoff.state.exclusions).toEqual([{ personId: 'anna', reason: 'previous-owner' }]);
  });
});
