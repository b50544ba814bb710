import { agreeNextStep, automaticReply, call } from '../spec/sample-commands.ts';
import { factsAfter } from '../spec/recorded-facts.ts';
import { at, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import type { CommandActor } from './commands.ts';
import { countedTouches, wasReached } from './state.ts';

const anna = rep('anna');
/** The mail system sends the sequence that Anna has set up. */
const mailSystem: CommandActor = { ...anna, via: 'integration:mail' };
const sequenceMail = call('sent', { channel: 'email', automatic: true });

describe('automatic messages', () => {
  it.each([
    ['a sequence that writes for the owner', mailSystem, sequenceMail],
    ['a sequence that writes for nobody', telephony, sequenceMail],
    ['a sequence that another rep has set up', { ...mailSystem, id: 'boris' }, sequenceMail],
    ['an automatic call that says it reached the lead', mailSystem, call('reached', { automatic: true })],
    ['an autoresponder of the lead', telephony, automaticReply],
  ])('%s is one step of engagement and changes nothing else', (_name, by, command) => {
    const handoff = SimulatedHandoff.transferred();
    const { version, lastStepAt: _at, ...before } = handoff.state;
    expect(handoff.execute(by, command, at('10:02'))).toBeUndefined();
    const { version: after, lastStepAt: _after, engagements, ...state } = handoff.state;
    expect(state).toEqual(before);
    expect([after, engagements]).toEqual([version + 1, 1]);
    const level = 'verified';
    expect(handoff.steps('engagement-added')).toMatchObject([{ channel: command.channel, evidence: { level } }]);
  });

  it('automatic mail keeps no promise, so the promises break as if it had not been sent', () => {
    const [silent, mailed] = [SimulatedHandoff.transferred(), SimulatedHandoff.transferred()];
    mailed.execute(mailSystem, sequenceMail, at('10:02'));
    mailed.execute(telephony, automaticReply, at('10:03'));
    for (const handoff of [silent, mailed]) handoff.advanceTo(at('12:00'));
    expect(mailed.state.brokenPromises).toEqual(silent.state.brokenPromises);
    expect(mailed.state.brokenPromises).not.toEqual([]);
    expect(wasReached(mailed.state)).toBe(false);
  });

  it('any number of automatic messages counts towards no limit of touches, in the handoff and in reports', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call(), at('10:05'));
    for (const hour of ['11', '12', '13', '14', '15', '16', '17', '18'])
      handoff.execute(mailSystem, sequenceMail, at(`${hour}:00`));
    expect(handoff.state).toMatchObject({ stage: 'working', engagements: 8 });
    expect(countedTouches(handoff.state)).toHaveLength(1);
    expect(factsAfter(handoff.record).countedTouches).toBe(1);
    expect(handoff.execute(anna, { type: 'close-unreachable' }, at('18:30'))?.code).toBe('too-few-touches');
  });

  it('an automatic answer during a pause leaves the agreed next step as it is', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('10:00', 2)), at('10:10'));
    const running = handoff.runningPromises();
    handoff.execute(telephony, automaticReply, at('11:00'));
    expect(handoff.state.nextStepAt).toBe(at('10:00', 2));
    expect(handoff.runningPromises()).toEqual(running);
  });

  it('an automatic message about a returned lead is kept', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'return', reason: 'bot', proof: { kind: 'note' } }, at('10:05'));
    expect(handoff.execute(mailSystem, sequenceMail, at('10:06'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ stage: 'returned', engagements: 1 });
  });

  it.each([
    ['the owner', anna, sequenceMail],
    ['the team lead', teamLead, sequenceMail],
    ['an admin', { ...marketer, roles: ['admin'] } satisfies CommandActor, automaticReply],
  ])('%s may not call a message automatic, because only a connected system knows', (_name, by, command) => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(by, command, at('10:02'))?.code).toBe('not-automatic');
    expect(handoff.steps('engagement-added')).toEqual([]);
  });

  it('a system that acts for no person reports automatic touches only', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(telephony, call('sent', { channel: 'email' }), at('10:02'))?.code).toBe('not-permitted');
    expect(handoff.execute(telephony, sequenceMail, at('10:02'))).toBeUndefined();
  });

  it('an automatic message corrects no contact', () => {
    const handoff = SimulatedHandoff.transferred();
    const bounced = call('wrong-number', { automatic: true, correctsContact: true });
    expect(handoff.execute(mailSystem, bounced, at('10:02'))?.code).toBe('not-automatic');
  });
});
