import { call, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
import { wasReached } from './state.ts';
import type { TouchOutcome } from './touches.ts';

const anna = rep('anna');
const boris = rep('boris');

describe('a call of a previous owner with evidence', () => {
  /** Transferred at 10:00 to Anna, who does not accept; rerouted to Boris at 10:15. */
  const rerouted = (): SimulatedHandoff => SimulatedHandoff.transferred().advanceTo(at('10:15'));
  const callMadeAt = (madeAt: string, outcome: TouchOutcome = 'no-answer'): HandoffCommand => call(outcome, { madeAt });
  const corrected = (handoff: SimulatedHandoff) =>
    handoff.steps('breach-corrected').map(({ promise, clock, ownerId }) => [promise, clock, ownerId]);

  it.each([
    ['its caller', anna],
    ['the team lead', teamLead],
  ])('the call recorded by %s corrects every breach that it would have prevented', (_, by) => {
    const handoff = rerouted();
    expect(handoff.execute(by, callMadeAt(at('10:12')), at('10:20'))).toBeUndefined();
    expect(corrected(handoff)).toEqual([
      ['acceptance', 'owner', 'anna'],
      ['first-contact', 'owner', 'anna'],
      ['first-contact', 'lead', undefined],
    ]);
    expect(handoff.steps('promise-broken')).toHaveLength(3);
  });

  it('a previous owner’s call counts for the lead, and the new owner still owes their own promises', () => {
    const handoff = rerouted();
    handoff.execute(anna, callMadeAt(at('10:12'), 'reached'), at('10:20'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', stage: 'awaiting-acceptance', accepted: false });
    expect(wasReached(handoff.state)).toBe(true);
    expect(handoff.runningPromises()).toEqual(['acceptance owner', 'first-contact owner']);
    expect(handoff.state.tickets).toEqual(['not-opened']);
    expect(handoff.steps('promise-kept').find(({ promise }) => promise === 'first-contact')).toMatchObject({
      clock: 'lead',
      late: true,
      at: at('10:20'),
    });
    handoff.execute(boris, { type: 'accept' }, at('10:21'));
    handoff.execute(boris, call('reached'), at('10:25'));
    expect(corrected(handoff)).toHaveLength(3);
    expect(handoff.runningPromises()).toEqual(['activity owner']);
  });

  it('a previous owner’s call does not correct breaches of other people', () => {
    const handoff = rerouted().advanceTo(at('10:30'));
    // Clara owns it now, but called before she did.
    expect(handoff.execute(rep('clara'), callMadeAt(at('10:20')), at('10:40'))).toBeUndefined();
    expect(corrected(handoff)).toEqual([]);
    handoff.execute(boris, callMadeAt(at('10:30')), at('10:50'));
    expect(corrected(handoff)).toEqual([
      ['acceptance', 'owner', 'boris'],
      ['first-contact', 'owner', 'boris'],
    ]);
  });

  it.each([
    ['with a note as evidence', call('no-answer', { madeAt: at('10:12'), evidence: { kind: 'note' } })],
    ['made when they did not own the lead', call('no-answer', { madeAt: at('10:17') })],
    ['without an earlier time', call('no-answer')],
  ])('a call of a previous owner %s is refused', (_, command) => {
    expect(rerouted().execute(anna, command, at('10:20'))).toMatchObject({
      code: 'not-permitted',
      detail: expect.stringContaining('the person who owned it when the touch was made') as string,
    });
  });

  it('a previous owner’s call can be recorded while the lead is queued', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, { type: 'decline', reason: 'conflict' }, at('10:05'));
    expect(handoff.execute(anna, callMadeAt(at('10:03')), at('10:20'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null });
  });

  it.each<[string, TouchOutcome, number]>([
    ['a conversation corrects the touches promise', 'reached', 1],
    ['one of several missing attempts does not correct the touches promise', 'no-answer', 0],
  ])('%s', (_, outcome, corrections) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.advanceTo(at('11:00', 2));
    handoff.execute(anna, callMadeAt(at('10:30', 1), outcome), at('12:00', 2));
    expect(corrected(handoff).filter(([promise]) => promise === 'touches')).toHaveLength(corrections);
  });

  it('late evidence also corrects breaches of activity and of the SQL contact', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.advanceTo(at('11:00', 1));
    handoff.execute(anna, callMadeAt(at('10:00', 1)), at('11:10', 1));
    handoff.execute(anna, qualify('kirill'), at('12:00', 1));
    handoff.advanceTo(at('13:00', 2));
    handoff.execute(rep('kirill'), callMadeAt(at('11:00', 2)), at('13:10', 2));
    expect(corrected(handoff)).toEqual([
      ['activity', 'owner', 'anna'],
      ['sql-contact', 'owner', 'kirill'],
    ]);
  });
});
