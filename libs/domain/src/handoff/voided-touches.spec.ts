import { at, call, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';
import type { Evidence } from './steps.ts';

const anna = rep('anna');
const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const agree = (moment: string): HandoffCommand => ({ type: 'agree-next-step', moment, evidence: recording });

describe('After a mistaken touch is taken back', () => {
  const takeBackLast = (handoff: SimulatedHandoff, time: string): void => {
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    expect(handoff.tell(teamLead, { type: 'void-touch', touchVersion }, at(time))).toBeUndefined();
  };
  const clocksOf = ({ state }: SimulatedHandoff) =>
    state.promises.map(({ promise, clock, ownerId, dueAt }) => [promise, clock, ownerId, dueAt]);

  test('a touch from before the clock does not keep it in place of the mistaken one', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(anna, call('reached'), at('10:05'));
    handoff.tell(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    handoff.tell(anna, call('no-answer'), at('11:10'));
    takeBackLast(handoff, '11:12');
    expect(clocksOf(handoff)).toContainEqual(['first-contact', 'owner', 'anna', at('11:15')]);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.map(({ at: moment }) => moment)).toEqual([at('10:05'), at('10:05'), at('11:10')]);
  });

  test('the lead has no answer, the step is not taken and the activity is as old as it was', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(anna, call('reached'), at('10:05'));
    handoff.tell(anna, agree(at('11:00')), at('10:06'));
    handoff.tell(telephony, { type: 'lead-answered', channel: 'email', evidence: recording }, at('11:01'));
    const before = clocksOf(handoff);
    handoff.tell(anna, call('reached'), at('11:02'));
    expect(clocksOf(handoff)).toEqual([['activity', 'owner', 'anna', at('11:02', 1)]]);
    takeBackLast(handoff, '11:03');
    expect(new Set(clocksOf(handoff))).toEqual(new Set(before));
    handoff.passUntil(at('11:15'));
    expect(handoff.state.tickets).toEqual(['lead-unanswered', 'next-step-missed']);
  });

  test('what came after the mistaken touch goes on as it is', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(anna, call('reached'), at('10:05'));
    handoff.tell(anna, call('reached'), at('10:30'));
    const mistaken = handoff.state.touches.at(-1)?.version ?? 0;
    handoff.tell(anna, call('reached'), at('11:00'));
    const before = clocksOf(handoff);
    handoff.tell(anna, { type: 'void-touch', touchVersion: mistaken }, at('11:01'));
    expect(clocksOf(handoff)).toEqual(before);
  });

  test('who got the lead after the mistaken touch owes what it seemed to have kept', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.tell(anna, call('no-answer'), at('10:05'));
    handoff.tell(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:10'));
    takeBackLast(handoff, '10:12');
    expect(clocksOf(handoff)).toContainEqual(['first-contact', 'owner', 'boris', at('10:27')]);
    expect(clocksOf(handoff)).toContainEqual(['first-contact', 'lead', 'anna', at('10:15')]);
    const { promise, ownerId } = handoff.steps('promise-kept').at(-1) ?? {};
    expect([promise, ownerId]).toEqual(['first-contact', 'anna']);
  });

  test('the touch that follows a mistaken one and is mistaken too gives the clock back as well', () => {
    const handoff = SimulatedHandoff.transferred();
    for (const time of ['10:05', '10:20', '10:40']) handoff.tell(anna, call('no-answer'), at(time));
    const [first, second] = handoff.state.touches.map((touch) => touch.version);
    for (const touchVersion of [first, second])
      handoff.tell(anna, { type: 'void-touch', touchVersion: touchVersion ?? 0 }, at('10:50'));
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.slice(-2).map(({ clock, at: moment, late }) => [clock, moment, late])).toEqual([
      ['owner', at('10:40'), true],
      ['lead', at('10:40'), true],
    ]);
  });
});
