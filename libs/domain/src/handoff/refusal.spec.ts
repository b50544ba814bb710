import { call, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import type { QualifyingAnswer } from './evidence.ts';
import { refusalFor } from './refusal.ts';
import { emptyState } from './state.ts';

const note: HandoffCommand = { type: 'note', textId: 'text-1' };
const reassign: HandoffCommand = { type: 'reassign', toPersonId: 'boris' };
const returnLead: HandoffCommand = { type: 'return', reason: 'bot', proof: { kind: 'note' } };
const otherTeamsLead: CommandActor = { ...teamLead, teamId: 'north' };
const admin: CommandActor = { id: 'root', kind: 'person', roles: ['admin'] };

const everyCommand: HandoffCommand[] = [
  { type: 'open' },
  { type: 'accept' },
  { type: 'decline', reason: 'routing' },
  call(),
  note,
  returnLead,
  reassign,
  { type: 'qualify', answers: [] },
  { type: 'close-unreachable' },
];

describe('permissions', () => {
  it.each(everyCommand)('a person without a relation to the handoff may not $type', (command) => {
    expect(SimulatedHandoff.transferred().execute(rep('boris'), command, at('10:01'))?.code).toBe('not-permitted');
  });

  it.each<[string, CommandActor, HandoffCommand, string | undefined]>([
    ["the team's lead may add a note", teamLead, note, undefined],
    ["the team's lead may reassign", teamLead, reassign, undefined],
    ["the team's lead may not accept for a rep", teamLead, { type: 'accept' }, 'not-permitted'],
    ["another team's lead may not reassign", otherTeamsLead, reassign, 'not-permitted'],
    ["another team's lead may not add a note", otherTeamsLead, note, 'not-permitted'],
    ['an admin may reassign', admin, reassign, undefined],
    ['an owner may not reassign', rep('anna'), reassign, 'not-permitted'],
  ])('%s', (_, actor, command, code) => {
    expect(SimulatedHandoff.transferred().execute(actor, command, at('10:01'))?.code).toBe(code);
  });
});

describe('refusalFor', () => {
  it.each(everyCommand)('an ended handoff refuses $type', (command) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } }, at('10:01'));
    expect(handoff.execute(rep('anna'), command, at('10:02'))).toMatchObject({ code: 'wrong-stage' });
  });

  it.each(everyCommand)('a handoff that is not transferred yet refuses $type', (command) => {
    const received = { command, actor: admin, receivedAt: at('10:00'), terms: {} };
    expect(refusalFor(emptyState('handoff-1'), received)).toMatchObject({ code: 'wrong-stage' });
  });

  it('an accepted handoff cannot be accepted or declined again, or qualified without a conversation', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:01'));
    expect(handoff.execute(rep('anna'), { type: 'accept' }, at('10:02'))?.code).toBe('wrong-stage');
    expect(handoff.execute(rep('anna'), { type: 'decline', reason: 'routing' }, at('10:02'))?.code).toBe('wrong-stage');
    handoff.execute(rep('anna'), call('no-answer'), at('10:03'));
    expect(handoff.execute(rep('anna'), { type: 'qualify', answers: [] }, at('10:04'))?.code).toBe('wrong-stage');
  });

  it('only the team lead can act on a lead without an owner, and the refusal says that it has none', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.execute(rep('anna'), { type: 'accept' }, at('10:01'))?.detail).toContain('has no owner');
    expect(handoff.execute(teamLead, { ...reassign }, at('10:01'))).toBeUndefined();
    expect(handoff.execute(teamLead, { ...reassign }, at('10:02'))?.code).toBe('wrong-stage');
  });

  it('opening a handoff again adds no step', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'open' }, at('10:01'));
    const { version } = handoff.state;
    expect(handoff.execute(rep('anna'), { type: 'open' }, at('10:02'))).toBeUndefined();
    expect(handoff.state.version).toBe(version);
  });
});

describe('an SQL after a no', () => {
  const answer = (question: string, given: 'yes' | 'no'): QualifyingAnswer => ({
    question,
    answer: given,
    evidence: { kind: 'recording', reference: 'r-1' },
  });
  const qualifyWith = (...answers: QualifyingAnswer[]) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call('reached'), at('10:03'));
    return handoff.execute(rep('anna'), { type: 'qualify', answers }, at('10:04'));
  };

  it('the refusal names the reason to return the lead with', () => {
    expect(qualifyWith(answer('need', 'yes'), answer('decision-maker', 'yes'), answer('budget', 'no'))).toEqual({
      code: 'unanswered-questions',
      detail:
        'An SQL needs a yes to each of these questions: budget. Return the lead with the reason no-budget (no to budget).',
    });
  });

  it('the refusal names a reason for each no', () => {
    expect(qualifyWith(answer('need', 'no'), answer('decision-maker', 'no'))?.detail).toContain(
      'the reason no-need (no to need) or not-a-decision-maker (no to decision-maker).',
    );
  });

  it('the refusal names no reason while the questions are only unanswered', () => {
    expect(qualifyWith(answer('need', 'yes'))?.detail).toContain('Answer them, or return the lead with a reason.');
  });

  it('the refusal names the reason of a criterion that the rep had to ask', () => {
    const handoff = new SimulatedHandoff(['anna']).start(at('10:00'), { askedCriteria: ['icp-industry'] });
    handoff.execute(rep('anna'), call('reached'), at('10:03'));
    const { answers } = qualify();
    const refused = handoff.execute(
      rep('anna'),
      { type: 'qualify', answers: [...answers, answer('icp-industry', 'no')] },
      at('10:04'),
    );
    expect(refused?.detail).toContain('Return the lead with the reason wrong-industry (no to icp-industry).');
  });
});
