import { agreeNextStep, call, qualify } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
import { slotOwnerOf, waitsSince } from './state.ts';

const anna = rep('anna');
const touched = (): SimulatedHandoff => {
  const handoff = SimulatedHandoff.transferred();
  handoff.execute(anna, call('no-answer'), at('10:05'));
  return handoff;
};

describe('the slot of a lead', () => {
  it('a slot is taken from assignment until the owner’s first touch', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(slotOwnerOf(handoff.state)).toBe('anna');
    handoff.execute(anna, { type: 'accept' }, at('10:03'));
    expect(slotOwnerOf(handoff.state)).toBe('anna');
    handoff.execute(anna, call('no-answer'), at('10:05'));
    expect(slotOwnerOf(handoff.state)).toBeUndefined();
  });

  it('a touch of the previous owner leaves the slot of the new owner taken', () => {
    const handoff = touched();
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('10:30'));
    expect(slotOwnerOf(handoff.state)).toBe('clara');
  });

  it.each<[string, HandoffCommand, string | undefined]>([
    ['declined', { type: 'decline', reason: 'conflict' }, 'boris'],
    ['returned', { type: 'return', reason: 'bot', proof: { kind: 'note' } }, undefined],
    ['opted out', { type: 'opt-out', evidence: { kind: 'note' } }, undefined],
  ])('a slot is free when its lead is %s', (_, command, slotOwner) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, command, at('10:05'));
    expect(slotOwnerOf(handoff.state)).toBe(slotOwner);
  });

  it('a next step and a new signal take no slot', () => {
    const handoff = touched();
    handoff.execute(anna, agreeNextStep(at('12:00')), at('10:06'));
    expect(slotOwnerOf(handoff.state)).toBeUndefined();
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    expect(handoff.runningPromises()).toContain('first-contact owner');
    expect(slotOwnerOf(handoff.state)).toBeUndefined();
  });

  it.each([
    ['a next step ahead', true],
    ['nothing due but an activity', false],
  ])('a contacted lead with %s takes a slot of its new owner only until they accept it', (_, hasNextStep) => {
    const handoff = touched();
    if (hasNextStep) handoff.execute(anna, agreeNextStep(at('12:00')), at('10:06'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('10:30'));
    expect(slotOwnerOf(handoff.state)).toBe('clara');
    handoff.execute(rep('clara'), { type: 'accept' }, at('10:35'));
    expect(handoff.runningPromises()).toContain(hasNextStep ? 'next-step owner' : 'activity owner');
    expect(slotOwnerOf(handoff.state)).toBeUndefined();
  });

  it('a contacted lead that asks for contact before its new owner has touched it takes their slot', () => {
    const handoff = touched();
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('10:30'));
    handoff.execute(rep('clara'), { type: 'accept' }, at('10:35'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    expect(slotOwnerOf(handoff.state)).toBe('clara');
  });

  it('an SQL takes no slot of its closer', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('kirill'), at('10:10'));
    expect(handoff.state).toMatchObject({ ownerId: 'kirill', accepted: false });
    expect(slotOwnerOf(handoff.state)).toBeUndefined();
  });

  it.each<[string, (handoff: SimulatedHandoff) => void, string]>([
    [
      'an assignment by hand',
      (handoff) => void handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:05')),
      'boris',
    ],
    [
      'an inbound call',
      (handoff) => void handoff.execute(rep('boris'), call('reached', { direction: 'inbound' }), at('10:05')),
      'boris',
    ],
    [
      'a voided touch',
      (handoff) => {
        handoff.execute(anna, call('no-answer'), at('10:05'));
        const touchVersion = handoff.state.touches[0]?.version ?? 0;
        expect(handoff.execute(anna, { type: 'void-touch', touchVersion }, at('10:06'))).toBeUndefined();
        expect(slotOwnerOf(handoff.state)).toBe('anna');
      },
      'anna',
    ],
  ])('%s may exceed the slots', (_, act, ownerId) => {
    const handoff = SimulatedHandoff.transferred();
    for (const personId of ['anna', 'boris']) handoff.member(personId).takenSlots = 1;
    act(handoff);
    expect(handoff.state.ownerId).toBe(ownerId);
  });
});

describe('waitsSince', () => {
  it('a lead that never had an owner waits since its transfer', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.state.stage).toBe('queued');
    expect(waitsSince(handoff.state)).toBe(at('10:00'));
  });

  it('a lead that left its owner waits since then, and a lead with an owner does not wait', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    expect(waitsSince(handoff.state)).toBeUndefined();
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    handoff.execute(rep('anna'), agreeNextStep(at('12:00', 1)), at('10:06'));
    handoff.execute(teamLead, { type: 'reassign' }, at('11:00'));
    expect(handoff.state.stage).toBe('queued');
    expect(waitsSince(handoff.state)).toBe(at('11:00'));
  });
});
