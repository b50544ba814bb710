import { at, call, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
import type { EvidenceKind } from './steps.ts';

const giveBack = (...evidence: EvidenceKind[]): HandoffCommand => ({
  type: 'return',
  reason: 'no-budget',
  proof: { kind: 'call-record', reference: 'call-1' },
  answers: evidence.map((kind) => ({ question: 'budget', answer: 'no', evidence: { kind } })),
});

describe('Returns', () => {
  test.each<[string, EvidenceKind[], 'none' | 'claimed' | 'proven']>([
    ['without a question', [], 'none'],
    ["on the rep's word", ['note', 'note'], 'claimed'],
    ['with one trace of a machine', ['note', 'recording'], 'proven'],
  ])('%s: qualification %s', (_, evidence, qualification) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(rep('anna'), call('reached'), at('10:05'));
    expect(handoff.tell(rep('anna'), giveBack(...evidence), at('10:30'))).toBeUndefined();
    expect(handoff.steps('returned')).toMatchObject([{ qualification, countsAgainst: 'marketing', byId: 'anna' }]);
    expect(handoff.state).toMatchObject({ stage: 'returned', promises: [{ promise: 'return-review', clock: 'lead' }] });
  });

  test('a lead can be given back before it was accepted', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.tell(rep('anna'), giveBack(), at('10:01'))).toBeUndefined();
    expect(handoff.steps('promise-released').every(({ why }) => why === 'returned')).toBe(true);
  });

  test('a wrong manager counts against routing', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(rep('anna'), { type: 'return', reason: 'wrong-manager', proof: { kind: 'note' } }, at('10:01'));
    expect(handoff.steps('returned')).toMatchObject([{ countsAgainst: 'routing' }]);
  });
});
