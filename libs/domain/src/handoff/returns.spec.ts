import type { HandoffCommand } from './commands.ts';
import type { EvidenceKind } from './evidence.ts';
import { at, call, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';

const giveBack = (...evidence: EvidenceKind[]): HandoffCommand => ({
  type: 'return',
  reason: 'no-budget',
  proof: { kind: 'call-record', reference: 'call-1' },
  answers: evidence.map((kind) => ({
    question: 'budget',
    answer: 'no',
    evidence: { kind, ...(kind !== 'note' && { reference: 'r-1' }) },
  })),
});

describe('Returns', () => {
  it.each<[string, EvidenceKind[], 'none' | 'claimed' | 'referenced']>([
    ['without a question', [], 'none'],
    ["on the rep's word", ['note', 'note'], 'claimed'],
    ['with one trace of a machine', ['note', 'recording'], 'referenced'],
  ])('%s: qualification %s', (_, evidence, qualification) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    expect(handoff.execute(rep('anna'), giveBack(...evidence), at('10:30'))).toBeUndefined();
    expect(handoff.steps('returned')).toMatchObject([
      { qualification, countsAgainst: 'marketing', returnedBy: 'anna' },
    ]);
    expect(handoff.state).toMatchObject({ stage: 'returned', promises: [{ promise: 'return-review', clock: 'lead' }] });
  });

  it('a lead can be given back before it was accepted', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(rep('anna'), giveBack(), at('10:01'))).toBeUndefined();
    expect(handoff.steps('promise-released').every(({ reason: why }) => why === 'returned')).toBe(true);
  });

  it('a lead that nobody owns is given back by the team lead, once sales has had it', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.execute(rep('anna'), giveBack(), at('10:02'))?.code).toBe('not-permitted');
    expect(handoff.execute(teamLead, giveBack(), at('10:02'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'returned', tickets: [], promises: [{ promise: 'return-review' }] });
    const never = SimulatedHandoff.transferred(at('10:00'), []);
    expect(never.execute(teamLead, giveBack(), at('10:02'))?.detail).toContain('Sales never had this lead');
  });

  it('a CRM gives back what nobody owns: held, with a ticket, until a reason is given', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.execute(telephony, { type: 'hold-return' }, at('10:02'))).toBeUndefined();
    expect(handoff.state.tickets).toEqual(['nobody-eligible', 'returned-without-reason']);
  });

  it('a wrong manager counts against routing', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'return', reason: 'wrong-manager', proof: { kind: 'note' } }, at('10:01'));
    expect(handoff.steps('returned')).toMatchObject([{ countsAgainst: 'routing' }]);
  });
});
