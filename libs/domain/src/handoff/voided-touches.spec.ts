import type { HandoffCommand } from './commands.ts';
import type { Evidence } from './evidence.ts';
import { arbiter, at, call, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';

const anna = rep('anna');
const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const agree = (moment: string): HandoffCommand => ({
  type: 'agree-next-step',
  nextStepAt: moment,
  evidence: recording,
});

describe('After a mistaken touch is taken back', () => {
  const takeBackLast = (handoff: SimulatedHandoff, time: string): void => {
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    expect(handoff.execute(teamLead, { type: 'void-touch', touchVersion }, at(time))).toBeUndefined();
  };
  const clocksOf = ({ state }: SimulatedHandoff) =>
    state.promises.map(({ promise, clock, ownerId, dueAt }) => [promise, clock, ownerId, dueAt]);

  it('a touch from before the clock does not keep it in place of the mistaken one', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    handoff.execute(anna, call('no-answer'), at('11:10'));
    takeBackLast(handoff, '11:12');
    expect(clocksOf(handoff)).toContainEqual(['first-contact', 'owner', 'anna', at('11:15')]);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.map(({ at: moment }) => moment)).toEqual([at('10:05'), at('10:05'), at('11:10')]);
  });

  it('the lead has no answer, the step is not taken and the activity is as old as it was', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agree(at('11:00')), at('10:06'));
    handoff.execute(telephony, { type: 'lead-replied', channel: 'email', evidence: recording }, at('11:01'));
    const before = clocksOf(handoff);
    handoff.execute(anna, call('reached'), at('11:02'));
    expect(clocksOf(handoff)).toEqual([['activity', 'owner', 'anna', at('11:02', 1)]]);
    takeBackLast(handoff, '11:03');
    expect(new Set(clocksOf(handoff))).toEqual(new Set(before));
    handoff.advanceTo(at('11:15'));
    expect(handoff.state.tickets).toEqual(['no-reply-to-lead', 'next-step-missed']);
  });

  it('what came after the mistaken touch goes on as it is', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, call('reached'), at('10:30'));
    const mistaken = handoff.state.touches.at(-1)?.version ?? 0;
    handoff.execute(anna, call('reached'), at('11:00'));
    const before = clocksOf(handoff);
    handoff.execute(anna, { type: 'void-touch', touchVersion: mistaken }, at('11:01'));
    expect(clocksOf(handoff)).toEqual(before);
  });

  it('who got the lead after the mistaken touch owes what it seemed to have kept', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:10'));
    takeBackLast(handoff, '10:12');
    expect(clocksOf(handoff)).toContainEqual(['first-contact', 'owner', 'boris', at('10:27')]);
    expect(clocksOf(handoff)).toContainEqual(['first-contact', 'lead', 'anna', at('10:15')]);
    const { promise, ownerId } = handoff.steps('promise-kept').at(-1) ?? {};
    expect([promise, ownerId]).toEqual(['first-contact', 'anna']);
  });

  it('the touch that follows a mistaken one and is mistaken too gives the clock back as well', () => {
    const handoff = SimulatedHandoff.transferred();
    for (const time of ['10:05', '10:20', '10:40']) handoff.execute(anna, call('no-answer'), at(time));
    const [first, second] = handoff.state.touches.map((touch) => touch.version);
    for (const touchVersion of [first, second])
      handoff.execute(anna, { type: 'void-touch', touchVersion: touchVersion ?? 0 }, at('10:50'));
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.slice(-2).map(({ clock, at: moment, late }) => [clock, moment, late])).toEqual([
      ['owner', at('10:40'), true],
      ['lead', at('10:40'), true],
    ]);
  });
});

describe('The promise of the touches, when one of those that kept it is taken back', () => {
  const answered: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: recording };
  const called = (times: readonly string[], handoff = SimulatedHandoff.transferred()): SimulatedHandoff => {
    for (const time of times) handoff.execute(anna, call('no-answer'), at(time));
    return handoff;
  };
  const takeBack = (handoff: SimulatedHandoff, index: number, moment: string): void => {
    const touchVersion = handoff.state.touches[index]?.version ?? 0;
    expect(handoff.execute(teamLead, { type: 'void-touch', touchVersion }, moment)).toBeUndefined();
  };
  const ofTouches = ({ state }: SimulatedHandoff) => state.promises.find(({ promise }) => promise === 'touches');
  const keptAt = (handoff: SimulatedHandoff) =>
    handoff
      .steps('promise-kept')
      .filter(({ promise }) => promise === 'touches')
      .map((kept) => [kept.at, kept.late]);
  const five = ['10:05', '10:20', '10:35', '10:50', '11:05'];

  it('goes on as it ran with whichever of the five, and is broken while there are four', () => {
    const handoff = called(five);
    takeBack(handoff, 1, at('11:10'));
    expect(ofTouches(handoff)).toMatchObject({ from: at('10:00'), dueAt: at('10:00', 2) });
    handoff.advanceTo(at('10:00', 2));
    expect(handoff.state.tickets).toContain('too-few-touches');
  });

  it('is kept by the next touch that makes them enough again', () => {
    const handoff = called(five);
    takeBack(handoff, 1, at('11:10'));
    takeBack(handoff, 0, at('11:11'));
    called(['11:20'], handoff);
    expect(ofTouches(handoff)).toBeDefined();
    called(['11:35'], handoff);
    expect(ofTouches(handoff)).toBeUndefined();
    expect(keptAt(handoff)).toEqual([
      [at('11:05'), false],
      [at('11:35'), false],
    ]);
  });

  it('was kept by the sixth, which came too late', () => {
    const handoff = called(five);
    handoff.execute(anna, call('no-answer'), at('12:00', 2));
    takeBack(handoff, 1, at('12:10', 2));
    expect(keptAt(handoff)).toEqual([
      [at('11:05'), false],
      [at('12:00', 2), true],
    ]);
  });

  it.each([
    ['one that did not count', 1],
    ['one that came after it was kept', 6],
  ])('stays kept without %s', (_, index) => {
    const handoff = called(['10:05', '10:06', ...five.slice(1), '11:20']);
    takeBack(handoff, index, at('11:30'));
    expect(ofTouches(handoff)).toBeUndefined();
    expect(keptAt(handoff)).toEqual([[at('11:05'), false]]);
  });

  it('stays kept where the lead answered of its own, whatever it was reached by', () => {
    const handoff = called(['10:05']);
    handoff.execute(anna, call('reached'), at('10:20'));
    handoff.execute(telephony, answered, at('10:30'));
    takeBack(handoff, 1, at('10:40'));
    handoff.advanceTo(at('11:00', 2));
    expect(handoff.steps('promise-broken').map(({ promise }) => promise)).not.toContain('touches');
  });

  describe('and a return was overturned since', () => {
    const overturned = (handoff: SimulatedHandoff): SimulatedHandoff => {
      handoff.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('11:30'));
      handoff.execute(marketer, { type: 'contest-return' }, at('12:00'));
      handoff.execute(arbiter, { type: 'decide-dispute', verdict: 'overturned', fault: 'sales' }, at('13:00', 4));
      return handoff;
    };
    const reached = (): SimulatedHandoff => {
      const handoff = SimulatedHandoff.transferred();
      handoff.execute(anna, call('reached'), at('10:05'));
      return handoff;
    };

    it('is owed from then on: nothing is broken at once, and the window of the new owner stays open', () => {
      const handoff = overturned(reached());
      const { conversationWindowEndsAt } = handoff.state;
      takeBack(handoff, 0, at('13:05', 4));
      expect(ofTouches(handoff)).toMatchObject({ from: at('13:00', 4), dueAt: conversationWindowEndsAt });
      expect(handoff.state.conversationWindowEndsAt).toBe(conversationWindowEndsAt);
      handoff.execute(rep('boris'), call('reached'), at('13:10', 4));
      expect(keptAt(handoff)).toEqual([
        [at('10:05'), false],
        [at('13:10', 4), false],
      ]);
    });

    it('is kept by what the new owner did already', () => {
      const handoff = overturned(reached());
      handoff.execute(rep('boris'), call('reached'), at('13:10', 4));
      takeBack(handoff, 0, at('13:15', 4));
      expect(keptAt(handoff).at(-1)).toEqual([at('13:10', 4), false]);
    });

    it('was kept before it by another touch: that says nothing of the new window', () => {
      const first = reached();
      first.execute(anna, call('reached'), at('11:00'));
      const handoff = overturned(first);
      const { conversationWindowEndsAt } = handoff.state;
      takeBack(handoff, 0, at('13:05', 4));
      expect(keptAt(handoff).at(-1)).toEqual([at('11:00'), false]);
      expect(handoff.state.conversationWindowEndsAt).toBe(conversationWindowEndsAt);
    });
  });
});
