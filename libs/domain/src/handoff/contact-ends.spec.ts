import { call } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff, telephony } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';

const anna = rep('anna');
const optOut = (refusedAt: string): HandoffCommand => ({ type: 'opt-out', evidence: { kind: 'note' }, refusedAt });

describe('an opt-out that intake took', () => {
  it('an opt-out closes the open handoff, also while a return is under review', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:05'));
    expect(handoff.execute(telephony, optOut(at('10:06')), at('10:07'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'opted-out', promises: [] });
  });

  it('a handoff that began with a request made after the refusal stays open', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(telephony, optOut(at('09:59')), at('10:07'))).toMatchObject({ code: 'wrong-stage' });
    expect(handoff.execute(telephony, optOut(at('10:00')), at('10:07'))).toMatchObject({ code: 'wrong-stage' });
    expect(handoff.state.stage).toBe('awaiting-acceptance');
  });

  it('a direct signal made since the refusal keeps the handoff open, and an indirect one does not', () => {
    const asked = SimulatedHandoff.transferred();
    asked.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'message' }, at('11:00'));
    expect(asked.execute(telephony, optOut(at('10:30')), at('11:10'))).toMatchObject({ code: 'wrong-stage' });
    const visited = SimulatedHandoff.transferred();
    visited.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'visit' }, at('11:00'));
    expect(visited.execute(telephony, optOut(at('10:30')), at('11:10'))).toBeUndefined();
  });
});

describe('the erasure of a person', () => {
  it('an erasure closes the handoff in every stage that is open', () => {
    const working = SimulatedHandoff.transferred();
    working.execute(anna, call('reached'), at('10:05'));
    const returned = SimulatedHandoff.transferred();
    returned.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:05'));
    for (const handoff of [SimulatedHandoff.transferred(), working, returned]) {
      expect(handoff.execute(telephony, { type: 'close-erased' }, at('10:30'))).toBeUndefined();
      expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'erased', promises: [], tickets: [] });
    }
  });

  it('only a system can report an erasure', () => {
    const handoff = SimulatedHandoff.transferred();
    for (const person of [anna, marketer])
      expect(handoff.execute(person, { type: 'close-erased' }, at('10:30'))).toMatchObject({ code: 'not-permitted' });
  });
});
