import { defaultAgreement } from '../agreement/default-agreement.ts';
import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
import type { Evidence, EvidenceLevel } from './evidence.ts';
import { countedTouches, wasReached } from './state.ts';
import { momentOfTouch } from './touches.ts';
import type { TouchChannel, TouchOutcome } from './touches.ts';

const anna = rep('anna');
const touchBy = (channel: TouchChannel): HandoffCommand => call('no-answer', { channel });
const inbound = (outcome: TouchOutcome): HandoffCommand => call(outcome, { direction: 'inbound' });
const closing: HandoffCommand = { type: 'close-unreachable' };

/** Touches half an hour apart; the last of them on the last day. */
function touchedBy(channels: TouchChannel[], days = 2, handoff = SimulatedHandoff.transferred()): SimulatedHandoff {
  channels.forEach((channel, index) => {
    const minutes = String(5 + (index % 2) * 30).padStart(2, '0');
    const hour = String(10 + Math.floor(index / 2)).padStart(2, '0');
    handoff.execute(
      anna,
      touchBy(channel),
      at(`${hour}:${minutes}`, days > 1 && index === channels.length - 1 ? days - 1 : 0),
    );
  });
  return handoff;
}

describe('touches', () => {
  it('a touch was made when a connected system says so, and at its receipt when a person says otherwise', () => {
    const madeAt = at('10:01');
    const momentBy = (level: EvidenceLevel, made?: string): string =>
      momentOfTouch({ madeAt: made, evidence: { level } }, at('10:20'));
    expect(momentBy('verified', madeAt)).toBe(madeAt);
    expect(momentBy('verified')).toBe(at('10:20'));
    expect(momentBy('referenced', madeAt)).toBe(at('10:20'));
    expect(momentBy('claimed', madeAt)).toBe(at('10:20'));
  });

  it('touches within ten minutes of a counted one do not count, and the next one does', () => {
    const handoff = SimulatedHandoff.transferred();
    for (const time of ['10:01', '10:10:59', '10:11', '10:20']) handoff.execute(anna, call(), at(time));
    expect(handoff.steps('touched').map(({ countedTouchNumber }) => countedTouchNumber)).toEqual([
      1,
      undefined,
      2,
      undefined,
    ]);
  });

  it('a call from the lead reaches it and keeps the promises without counting as an attempt', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(anna, inbound('reached'), at('10:03'))).toBeUndefined();
    expect(wasReached(handoff.state)).toBe(true);
    expect(countedTouches(handoff.state)).toEqual([]);
    expect(handoff.state).toMatchObject({ stage: 'working', promises: [{ promise: 'activity' }] });
  });

  it('a call from the lead that nobody took is not a touch and keeps no promise', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(anna, inbound('no-answer'), at('10:03'))).toMatchObject({ code: 'not-a-touch' });
    expect(handoff.state.promises).toHaveLength(4);
  });

  it('a record with a reference is referenced evidence, and a note or a record without one is a claim', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer', { evidence: { kind: 'note' } }), at('10:01'));
    handoff.execute(anna, call(), at('10:20'));
    const withoutReference: Evidence = { kind: 'call-record' };
    handoff.execute(anna, call('no-answer', { evidence: withoutReference }), at('10:40'));
    expect(handoff.steps('touched').map(({ evidence }) => evidence.level)).toEqual([
      'claimed',
      'referenced',
      'claimed',
    ]);
  });

  it('the fifth counted touch keeps the touches promise', () => {
    const handoff = touchedBy(['call', 'call', 'email', 'call', 'call'], 1);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'touches');
    expect(kept).toMatchObject([{ clock: 'lead', late: false }]);
  });

  it('the seventh counted touch without a reply closes the handoff as unreachable', () => {
    const handoff = touchedBy(['call', 'email', 'call', 'call', 'call', 'call', 'call']);
    expect(handoff.steps('unreachable')).toMatchObject([{ countedTouches: 7, automatic: true }]);
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'unreachable' });
  });

  it.each<[string, TouchChannel[], number, [TouchChannel, string, number]]>([
    ['on one day', ['call', 'email', 'call', 'call', 'call', 'call', 'call'], 1, ['call', '10:00', 1]],
    ['by one of two channels', ['call', 'call', 'call', 'call', 'call', 'call', 'call'], 2, ['email', '15:00', 1]],
  ])('seven touches %s close nothing, and the touch that adds what is missing does', (_, channels, days, last) => {
    const handoff = touchedBy(channels, days);
    expect(handoff.state.stage).toBe('working');
    const [channel, time, day] = last;
    handoff.execute(anna, touchBy(channel), at(time, day));
    expect(handoff.steps('unreachable')).toMatchObject([{ countedTouches: 8, automatic: true }]);
  });

  it('a lead that was reached is never unreachable', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    touchedBy(
      Array.from({ length: 8 }, () => 'call' as const),
      2,
      handoff,
    );
    expect(handoff.state.stage).toBe('working');
    expect(handoff.execute(anna, closing, at('15:00', 2))).toMatchObject({ code: 'wrong-stage' });
  });

  it('a lead never becomes unreachable by time alone', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call(), at('10:05'));
    handoff.advanceTo(at('10:00', 60));
    expect(handoff.state.stage).toBe('working');
  });
});

describe('close-unreachable', () => {
  it.each<[string, TouchChannel[], number, string]>([
    ['four attempts', ['call', 'email', 'call', 'call'], 2, '5 counted touches (now 4)'],
    ['attempts on one day', ['call', 'email', 'call', 'call', 'call'], 1, 'touches on 2 days (now 1)'],
    ['attempts on one channel', ['call', 'call', 'call', 'call', 'call'], 2, 'touches on 2 channels'],
  ])('%s are too few', (_, channels, days, missing) => {
    const handoff = touchedBy(channels, days);
    const before = handoff.state;
    expect(handoff.executeLate(anna, closing, at('16:00', 1), at('16:00', 1))).toEqual({
      code: 'too-few-touches',
      detail: `Closing a lead as unreachable requires ${missing}.`,
    });
    expect(handoff.state).toBe(before);
  });

  it('five touches on two days and two channels are enough', () => {
    const handoff = touchedBy(['call', 'email', 'call', 'call', 'call']);
    expect(handoff.execute(anna, closing, at('16:00', 1))).toBeUndefined();
    expect(handoff.steps('unreachable')).toMatchObject([{ countedTouches: 5, automatic: false }]);
  });

  it('one channel is enough for a lead with one contact method', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.state = { ...handoff.state, reachableBy: ['phone'] };
    touchedBy(['call', 'call', 'call', 'call', 'call'], 2, handoff);
    expect(handoff.execute(anna, closing, at('16:00', 1))).toBeUndefined();
  });

  it('the zone of the agreement separates days: 20:30 and 21:30 UTC are different days in Moscow', () => {
    const handoff = SimulatedHandoff.transferred(at('20:00'));
    for (const time of ['20:05', '20:15', '20:25', '20:35']) handoff.execute(anna, touchBy('call'), at(time));
    handoff.execute(anna, touchBy('email'), at('21:30'));
    expect(countedTouches(handoff.state).map(({ day }) => day.slice(-2))).toEqual(['02', '02', '02', '02', '03']);
    expect(handoff.execute(anna, closing, at('21:40'))).toBeUndefined();
  });

  it('an agreement can require touches on only one day', () => {
    const agreement = { ...defaultAgreement, touches: { ...defaultAgreement.touches, minimumDays: 1 } };
    const handoff = touchedBy(
      ['call', 'email', 'call', 'call', 'call'],
      1,
      SimulatedHandoff.transferred(at('10:00'), undefined, agreement),
    );
    expect(handoff.execute(anna, closing, at('16:00'))).toBeUndefined();
  });

  it.each<[string, number, boolean]>([
    ['one channel of a lead with two contact methods', 1, true],
    ['no channel in particular', 0, true],
    ['two channels', 2, false],
    ['more channels than the lead has', 3, false],
  ])('an agreement can require touches on %s', (_, minimumChannels, isEnough) => {
    const agreement = { ...defaultAgreement, touches: { ...defaultAgreement.touches, minimumChannels } };
    const handoff = touchedBy(
      ['call', 'call', 'call', 'call', 'call'],
      2,
      SimulatedHandoff.transferred(at('10:00'), undefined, agreement),
    );
    expect(handoff.execute(anna, closing, at('16:00', 1)) === undefined).toBe(isEnough);
  });

  it('counted touches stay with the lead when its owner changes', () => {
    const handoff = touchedBy(['call', 'email', 'call', 'call', 'call']);
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('16:00', 1));
    handoff.execute(rep('boris'), { type: 'accept' }, at('16:01', 1));
    expect(handoff.execute(rep('boris'), closing, at('16:02', 1))).toBeUndefined();
  });
});
