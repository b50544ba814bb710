import type { HandoffCommand } from '../handoff/commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';

const passOf = (handoff: SimulatedHandoff, personId: string): number => handoff.member(personId).pass ?? 0;

describe('turns of a lead that changes hands', () => {
  it('a decline counts as a turn of the rep who declined, and as one of the next', () => {
    const handoff = SimulatedHandoff.transferred();
    const after = passOf(handoff, 'anna');
    expect(after).toBeGreaterThan(passOf(handoff, 'boris'));
    handoff.execute(rep('anna'), { type: 'decline', reason: 'capacity' }, at('10:01'));
    expect(handoff.state.ownerId).toBe('boris');
    expect(passOf(handoff, 'anna')).toBe(after);
    expect(passOf(handoff, 'boris')).toBeGreaterThan(passOf(handoff, 'clara'));
  });

  it('an overturned return counts as a turn of the rep who returned the lead, and as one of the next', () => {
    const handoff = SimulatedHandoff.transferred();
    const after = passOf(handoff, 'anna');
    const proof = { kind: 'note' };
    handoff.execute(rep('anna'), { type: 'return', reason: 'bot', proof }, at('10:05'));
    handoff.execute(marketer, { type: 'contest-return' }, at('11:00'));
    const verdict: HandoffCommand = { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' };
    handoff.execute(arbiter, verdict, at('12:00'));
    expect(handoff.state.ownerId).toBe('boris');
    expect(passOf(handoff, 'anna')).toBe(after);
    expect(passOf(handoff, 'boris')).toBeGreaterThan(passOf(handoff, 'clara'));
  });
});
