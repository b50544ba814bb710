import { at, call, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { refusalFor } from './refusal.ts';
import { emptyState } from './state.ts';

const note: HandoffCommand = { type: 'note', textId: 'text-1' };
const reassign: HandoffCommand = { type: 'reassign', toPersonId: 'boris' };
const giveBack: HandoffCommand = { type: 'return', reason: 'bot', proof: { kind: 'note' } };
const strangeLead: CommandActor = { ...teamLead, teamId: 'north' };
const admin: CommandActor = { id: 'root', kind: 'person', roles: ['admin'] };

const everything: HandoffCommand[] = [
  { type: 'open' },
  { type: 'accept' },
  { type: 'decline', reason: 'routing' },
  call(),
  note,
  giveBack,
  reassign,
  { type: 'qualify', answers: [] },
  { type: 'close-unreachable' },
];

describe('Who may do what', () => {
  it.each(everything)('a stranger may not $type', (command) => {
    expect(SimulatedHandoff.transferred().execute(rep('boris'), command, at('10:01'))?.code).toBe('not-permitted');
  });

  it.each<[string, CommandActor, HandoffCommand, string | undefined]>([
    ["the team's lead may note", teamLead, note, undefined],
    ["the team's lead may reassign", teamLead, reassign, undefined],
    ["the team's lead accepts for nobody", teamLead, { type: 'accept' }, 'not-permitted'],
    ["another team's lead may not reassign", strangeLead, reassign, 'not-permitted'],
    ["another team's lead may not note", strangeLead, note, 'not-permitted'],
    ['an admin may reassign', admin, reassign, undefined],
    ['an owner may not pass it on', rep('anna'), reassign, 'not-permitted'],
  ])('%s', (_, actor, command, code) => {
    expect(SimulatedHandoff.transferred().execute(actor, command, at('10:01'))?.code).toBe(code);
  });
});

describe('When', () => {
  it.each(everything)('nothing is taken after the end: $type', (command) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } }, at('10:01'));
    expect(handoff.execute(rep('anna'), command, at('10:02'))).toMatchObject({ code: 'wrong-stage' });
  });

  it.each(everything)('nor before the transfer: $type', (command) => {
    const received = { command, actor: admin, receivedAt: at('10:00'), terms: {} };
    expect(refusalFor(emptyState('handoff-1'), received)).toMatchObject({ code: 'wrong-stage' });
  });

  it('accepting twice, declining after accepting, qualifying without a conversation', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:01'));
    expect(handoff.execute(rep('anna'), { type: 'accept' }, at('10:02'))?.code).toBe('wrong-stage');
    expect(handoff.execute(rep('anna'), { type: 'decline', reason: 'routing' }, at('10:02'))?.code).toBe('wrong-stage');
    handoff.execute(rep('anna'), call('no-answer'), at('10:03'));
    expect(handoff.execute(rep('anna'), { type: 'qualify', answers: [] }, at('10:04'))?.code).toBe('wrong-stage');
  });

  it('without an owner the lead waits for the team lead alone, and the refusal says so', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.execute(rep('anna'), { type: 'accept' }, at('10:01'))?.detail).toContain('belongs to nobody');
    expect(handoff.execute(teamLead, { ...reassign }, at('10:01'))).toBeUndefined();
    expect(handoff.execute(teamLead, { ...reassign }, at('10:02'))?.code).toBe('wrong-stage');
  });

  it('opening again changes nothing', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'open' }, at('10:01'));
    const { version } = handoff.state;
    expect(handoff.execute(rep('anna'), { type: 'open' }, at('10:02'))).toBeUndefined();
    expect(handoff.state.version).toBe(version);
  });
});
