import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
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
    expect(handoff.execute(rep('anna'), returnLead(), at('10:01'))).toBeUndefined();
    expect(handoff.steps('promise-released').every(({ reason }) => reason === 'returned')).toBe(true);
  });

  it('the team lead can return a queued lead', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.execute(rep('anna'), returnLead(), at('10:02'))?.code).toBe('not-permitted');
    expect(handoff.execute(teamLead, returnLead(), at('10:02'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: [], promises: [{ promise: 'return-review' }] });
  });

  it('the return of a queued lead by a CRM is held with a ticket', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.execute(telephony, { type: 'hold-return' }, at('10:02'))).toBeUndefined();
    expect(handoff.state.tickets).toEqual(['nobody-eligible', 'returned-without-reason']);
  });

  it('the reason wrong-manager counts against routing', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'return', reason: 'wrong-manager', proof: { kind: 'note' } }, at('10:01'));
    expect(handoff.steps('returned')).toMatchObject([{ countsAgainst: 'routing' }]);
  });
});
