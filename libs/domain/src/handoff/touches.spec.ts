import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { HandoffCommand } from './commands.ts';
import type { Evidence } from './evidence.ts';
import { countedTouches, wasReached } from './state.ts';
import type { TouchChannel } from './touches.ts';
import { at, call, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';

const anna = rep('anna');
const by = (channel: TouchChannel): HandoffCommand => ({ ...(call() as HandoffCommand & { type: 'touch' }), channel });
const inbound = (outcome: 'reached' | 'no-answer'): HandoffCommand => ({
  ...(call(outcome) as HandoffCommand & { type: 'touch' }),
  direction: 'inbound',
});
const closing: HandoffCommand = { type: 'close-unreachable' };

/** Touches, each half an hour after the one before. */
function tried(channels: TouchChannel[], days = 2, handoff = SimulatedHandoff.transferred()): SimulatedHandoff {
  channels.forEach((channel, index) => {
    const minutes = String(5 + (index % 2) * 30).padStart(2, '0');
    const hour = String(10 + Math.floor(index / 2)).padStart(2, '0');
    handoff.execute(
      anna,
      by(channel),
      at(`${hour}:${minutes}`, days > 1 && index === channels.length - 1 ? days - 1 : 0),
    );
  });
  return handoff;
}

describe('Counting touches', () => {
  it('touches within ten minutes of a counted one count once; the tenth minute counts again', () => {
    const handoff = SimulatedHandoff.transferred();
    for (const time of ['10:01', '10:10:59', '10:11', '10:20']) handoff.execute(anna, call(), at(time));
    expect(handoff.steps('touched').map(({ countedTouchNumber }) => countedTouchNumber)).toEqual([
      1,
      undefined,
      2,
      undefined,
    ]);
  });

  it('the lead calls: reached, keeps everything, and is no counted attempt', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(anna, inbound('reached'), at('10:03'))).toBeUndefined();
    expect(wasReached(handoff.state)).toBe(true);
    expect(countedTouches(handoff.state)).toEqual([]);
    expect(handoff.state).toMatchObject({ stage: 'working', promises: [{ promise: 'activity' }] });
  });

  it('a call of the lead that nobody answered is no touch and keeps nothing', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(anna, inbound('no-answer'), at('10:03'))).toMatchObject({ code: 'not-a-touch' });
    expect(handoff.state.promises).toHaveLength(4);
  });

  it("a person's note alone is claimed, a machine's trace proves where it can be found", () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(
      anna,
      { ...(call() as HandoffCommand & { type: 'touch' }), evidence: { kind: 'note' } },
      at('10:01'),
    );
    handoff.execute(anna, call(), at('10:20'));
    const nowhere: Evidence = { kind: 'call-record' };
    handoff.execute(anna, { ...(call() as HandoffCommand & { type: 'touch' }), evidence: nowhere }, at('10:40'));
    expect(handoff.steps('touched').map(({ referenced }) => referenced)).toEqual([false, true, false]);
  });

  it('the fifth keeps the promise of touches', () => {
    const handoff = tried(['call', 'call', 'email', 'call', 'call'], 1);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'touches');
    expect(kept).toMatchObject([{ clock: 'lead', late: false }]);
  });

  it('the seventh without an answer ends it by itself', () => {
    const handoff = tried(
      Array.from({ length: 7 }, () => 'call' as const),
      1,
    );
    expect(handoff.steps('unreachable')).toMatchObject([{ countedTouches: 7, automatic: true }]);
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'unreachable' });
  });

  it('a lead that was reached is never unreachable', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    tried(
      Array.from({ length: 8 }, () => 'call' as const),
      2,
      handoff,
    );
    expect(handoff.state.stage).toBe('working');
    expect(handoff.execute(anna, closing, at('15:00', 2))).toMatchObject({ code: 'wrong-stage' });
  });

  it('time alone makes nobody unreachable', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call(), at('10:05'));
    handoff.advanceTo(at('10:00', 60));
    expect(handoff.state.stage).toBe('working');
  });
});

describe('Closing as unreachable by command', () => {
  it.each<[string, TouchChannel[], number, string]>([
    ['four touches', ['call', 'email', 'call', 'call'], 2, '5 counted touches (now 4)'],
    ['one day', ['call', 'email', 'call', 'call', 'call'], 1, 'touches on 2 days (now 1)'],
    ['one channel', ['call', 'call', 'call', 'call', 'call'], 2, 'touches over two channels'],
  ])('%s are too few', (_, channels, days, lacking) => {
    const handoff = tried(channels, days);
    const before = handoff.state;
    expect(handoff.executeLate(anna, closing, at('16:00', 1), at('16:00', 1))).toEqual({
      code: 'too-few-touches',
      detail: `Before closing as unreachable there must be ${lacking}.`,
    });
    expect(handoff.state).toBe(before);
  });

  it('five on two days over two channels are enough', () => {
    const handoff = tried(['call', 'email', 'call', 'call', 'call']);
    expect(handoff.execute(anna, closing, at('16:00', 1))).toBeUndefined();
    expect(handoff.steps('unreachable')).toMatchObject([{ countedTouches: 5, automatic: false }]);
  });

  it('one channel is enough where there is one', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.state = { ...handoff.state, reachableBy: ['phone'] };
    tried(['call', 'call', 'call', 'call', 'call'], 2, handoff);
    expect(handoff.execute(anna, closing, at('16:00', 1))).toBeUndefined();
  });

  it("days are notified apart in the agreement's zone: 20:30 and 21:30 UTC are two in Moscow", () => {
    const handoff = SimulatedHandoff.transferred(at('20:00'));
    for (const time of ['20:05', '20:15', '20:25', '20:35']) handoff.execute(anna, by('call'), at(time));
    handoff.execute(anna, by('email'), at('21:30'));
    expect(countedTouches(handoff.state).map(({ day }) => day.slice(-2))).toEqual(['02', '02', '02', '02', '03']);
    expect(handoff.execute(anna, closing, at('21:40'))).toBeUndefined();
  });

  it('an agreement can ask for one day only', () => {
    const agreement = { ...defaultAgreement, touches: { ...defaultAgreement.touches, minimumDays: 1 } };
    const handoff = tried(
      ['call', 'email', 'call', 'call', 'call'],
      1,
      SimulatedHandoff.transferred(at('10:00'), undefined, agreement),
    );
    expect(handoff.execute(anna, closing, at('16:00'))).toBeUndefined();
  });

  it('counted touches stay with the lead when it changes hands', () => {
    const handoff = tried(['call', 'email', 'call', 'call', 'call']);
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('16:00', 1));
    handoff.execute(rep('boris'), { type: 'accept' }, at('16:01', 1));
    expect(handoff.execute(rep('boris'), closing, at('16:02', 1))).toBeUndefined();
  });
});
