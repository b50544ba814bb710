import { agreeNextStep, call, recording } from '../spec/sample-commands.ts';
import { arbiter, at, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { HandoffCommand } from './commands.ts';

const anna = rep('anna');

describe('void-touch', () => {
  const voidLast = (handoff: SimulatedHandoff, time: string): void => {
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    expect(handoff.execute(teamLead, { type: 'void-touch', touchVersion }, at(time))).toBeUndefined();
  };
  const runningPromises = ({ state }: SimulatedHandoff) =>
    state.promises.map(({ promise, clock, ownerId, dueAt }) => [promise, clock, ownerId, dueAt]);

  it('a touch from before the clock started does not keep the reopened promise', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    handoff.execute(anna, call('no-answer'), at('11:10'));
    voidLast(handoff, '11:12');
    expect(runningPromises(handoff)).toContainEqual(['first-contact', 'owner', 'anna', at('11:15')]);
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.map(({ at: moment }) => moment)).toEqual([at('10:05'), at('10:05'), at('11:10')]);
  });

  it('the reply, the next step and the activity that a voided touch kept are owed again as before', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('11:00')), at('10:06'));
    handoff.execute(telephony, { type: 'lead-replied', channel: 'email', evidence: recording }, at('11:01'));
    const before = runningPromises(handoff);
    handoff.execute(anna, call('reached'), at('11:02'));
    expect(runningPromises(handoff)).toEqual([['activity', 'owner', 'anna', at('11:02', 1)]]);
    voidLast(handoff, '11:03');
    expect(new Set(runningPromises(handoff))).toEqual(new Set(before));
    handoff.advanceTo(at('11:15'));
    expect(handoff.state.tickets).toEqual(['no-reply-to-lead', 'next-step-missed']);
  });

  it('a promise that started after the voided touch is not changed', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, call('reached'), at('10:30'));
    const touchVersion = handoff.state.touches.at(-1)?.version ?? 0;
    handoff.execute(anna, call('reached'), at('11:00'));
    const before = runningPromises(handoff);
    handoff.execute(anna, { type: 'void-touch', touchVersion }, at('11:01'));
    expect(runningPromises(handoff)).toEqual(before);
  });

  it('a new owner owes what the voided touch of the previous owner seemed to have kept', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'boris' }, at('10:10'));
    voidLast(handoff, '10:12');
    expect(runningPromises(handoff)).toContainEqual(['first-contact', 'owner', 'boris', at('10:27')]);
    expect(runningPromises(handoff)).toContainEqual(['first-contact', 'lead', undefined, at('10:15')]);
    const { promise, ownerId } = handoff.steps('promise-kept').at(-1) ?? {};
    expect([promise, ownerId]).toEqual(['first-contact', undefined]);
  });

  it('voiding a second touch reopens the promise again', () => {
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

describe('void-touch and the touches promise', () => {
  const leadReplied: HandoffCommand = { type: 'lead-replied', channel: 'email', evidence: recording };
  const withCalls = (times: readonly string[], handoff = SimulatedHandoff.transferred()): SimulatedHandoff => {
    for (const time of times) handoff.execute(anna, call('no-answer'), at(time));
    return handoff;
  };
  const voidTouch = (handoff: SimulatedHandoff, index: number, moment: string): void => {
    const touchVersion = handoff.state.touches[index]?.version ?? 0;
    expect(handoff.execute(teamLead, { type: 'void-touch', touchVersion }, moment)).toBeUndefined();
  };
  const touchesPromise = ({ state }: SimulatedHandoff) => state.promises.find(({ promise }) => promise === 'touches');
  const keptAt = (handoff: SimulatedHandoff) =>
    handoff
      .steps('promise-kept')
      .filter(({ promise }) => promise === 'touches')
      .map((kept) => [kept.at, kept.late]);
  const five = ['10:05', '10:20', '10:35', '10:50', '11:05'];

  it('the promise continues as before, and breaks if only four touches remain', () => {
    const handoff = withCalls(five);
    voidTouch(handoff, 1, at('11:10'));
    expect(touchesPromise(handoff)).toMatchObject({ from: at('10:00'), dueAt: at('10:00', 2) });
    handoff.advanceTo(at('10:00', 2));
    expect(handoff.state.tickets).toContain('too-few-touches');
  });

  it('the next touch that makes their number sufficient keeps the promise', () => {
    const handoff = withCalls(five);
    voidTouch(handoff, 1, at('11:10'));
    voidTouch(handoff, 0, at('11:11'));
    withCalls(['11:20'], handoff);
    expect(touchesPromise(handoff)).toBeDefined();
    withCalls(['11:35'], handoff);
    expect(touchesPromise(handoff)).toBeUndefined();
    expect(keptAt(handoff)).toEqual([
      [at('11:05'), false],
      [at('11:35'), false],
    ]);
  });

  it('the promise counts as kept late by a sixth touch that was late', () => {
    const handoff = withCalls(five);
    handoff.execute(anna, call('no-answer'), at('12:00', 2));
    voidTouch(handoff, 1, at('12:10', 2));
    expect(keptAt(handoff)).toEqual([
      [at('11:05'), false],
      [at('12:00', 2), true],
    ]);
  });

  it.each([
    ['a touch that did not count', 1],
    ['a touch made after it was kept', 6],
  ])('the promise stays kept without %s', (_, index) => {
    const handoff = withCalls(['10:05', '10:06', ...five.slice(1), '11:20']);
    voidTouch(handoff, index, at('11:30'));
    expect(touchesPromise(handoff)).toBeUndefined();
    expect(keptAt(handoff)).toEqual([[at('11:05'), false]]);
  });

  it('the promise stays kept if the lead replied on its own', () => {
    const handoff = withCalls(['10:05']);
    handoff.execute(anna, call('reached'), at('10:20'));
    handoff.execute(telephony, leadReplied, at('10:30'));
    voidTouch(handoff, 1, at('10:40'));
    handoff.advanceTo(at('11:00', 2));
    expect(handoff.steps('promise-broken').map(({ promise }) => promise)).not.toContain('touches');
  });

  describe('an overturned return', () => {
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

    it('the promise is owed from the verdict on, and the window of the new owner does not change', () => {
      const handoff = overturned(reached());
      const { conversationWindowEndsAt } = handoff.state;
      voidTouch(handoff, 0, at('13:05', 4));
      expect(touchesPromise(handoff)).toMatchObject({ from: at('13:00', 4), dueAt: conversationWindowEndsAt });
      expect(handoff.state.conversationWindowEndsAt).toBe(conversationWindowEndsAt);
      handoff.execute(rep('boris'), call('reached'), at('13:10', 4));
      expect(keptAt(handoff)).toEqual([
        [at('10:05'), false],
        [at('13:10', 4), false],
      ]);
    });

    it('a touch that the new owner already made keeps the promise', () => {
      const handoff = overturned(reached());
      handoff.execute(rep('boris'), call('reached'), at('13:10', 4));
      voidTouch(handoff, 0, at('13:15', 4));
      expect(keptAt(handoff).at(-1)).toEqual([at('13:10', 4), false]);
    });

    it('an earlier touch that kept the promise does not change the new window', () => {
      const first = reached();
      first.execute(anna, call('reached'), at('11:00'));
      const handoff = overturned(first);
      const { conversationWindowEndsAt } = handoff.state;
      voidTouch(handoff, 0, at('13:05', 4));
      expect(keptAt(handoff).at(-1)).toEqual([at('11:00'), false]);
      expect(handoff.state.conversationWindowEndsAt).toBe(conversationWindowEndsAt);
    });
  });
});

describe('a touch with the corrected contact', () => {
  const anna = rep('anna');
  const wrongNumber = call('wrong-number', { correctsContact: true });

  it('a touch to a wrong number and the correction are one step, and the touch is void', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    const { version } = handoff.state;
    expect(handoff.execute(anna, wrongNumber, at('10:30'))).toBeUndefined();
    expect(handoff.typesAfter(version)).toEqual(expect.arrayContaining(['touched', 'contact-corrected']));
    expect(handoff.steps('contact-corrected')).toMatchObject([{ contactMethod: 'phone' }]);
    expect(handoff.state.touches).toEqual([]);
  });

  it('the promises that a voided touch to a wrong number kept stay kept', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, wrongNumber, at('10:05'));
    expect(handoff.state).toMatchObject({ stage: 'working', touches: [] });
    expect(handoff.runningPromises()).toEqual(['touches lead', 'activity owner']);
  });

  it('a wrong e-mail address leaves the calls as they are', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, { ...wrongNumber, channel: 'email' }, at('10:30'));
    expect(handoff.steps('contact-corrected')).toMatchObject([{ contactMethod: 'email' }]);
    expect(handoff.state.touches.map(({ channel }) => channel)).toEqual(['call']);
  });

  it('the last touch that would end the handoff does not, because it is void', () => {
    const handoff = SimulatedHandoff.transferred();
    const hours = ['10:05', '11:00', '12:00', '13:00', '14:00', '15:00'];
    handoff.execute(anna, call('no-answer', { channel: 'email' }), at('10:05'));
    for (const hour of hours.slice(1)) handoff.execute(anna, call('no-answer'), at(hour));
    handoff.execute(anna, wrongNumber, at('10:00', 1));
    expect(handoff.state).toMatchObject({ stage: 'working' });
    expect(handoff.state.touches.map(({ channel }) => channel)).toEqual(['email']);
  });

  it.each(['reached', 'no-answer', 'sent'] as const)('the outcome %s corrects no contact', (outcome) => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(anna, { ...wrongNumber, outcome }, at('10:05'))).toMatchObject({ code: 'not-a-touch' });
  });
});
