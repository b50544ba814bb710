import { agreeNextStep, call, qualify } from '../spec/sample-commands.ts';
import { at, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { aMember } from '../spec/team-fixtures.ts';
import type { HandoffCommand } from './commands.ts';
import { countedTouches, wasReached } from './state.ts';
import type { TouchChannel, TouchOutcome } from './touches.ts';

const anna = rep('anna');
const boris = rep('boris');
const touchBy = (channel: TouchChannel, outcome: TouchOutcome): HandoffCommand => call(outcome, { channel });

describe('a lead that replies or calls', () => {
  const leadReplied: HandoffCommand = {
    type: 'lead-replied',
    channel: 'email',
    evidence: { kind: 'message-id', reference: 'm-1' },
  };

  it('a lead that writes first is reached, and the owner owes a reply within five minutes', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(telephony, leadReplied, at('10:02'))).toBeUndefined();
    expect(wasReached(handoff.state)).toBe(true);
    expect(handoff.dueAt('reply-to-lead')).toBe(at('10:07'));
    expect(handoff.steps('promise-kept')).toContainEqual(expect.objectContaining({ promise: 'touches', late: false }));
    handoff.advanceTo(at('10:07'));
    expect(handoff.state.tickets).toContain('no-reply-to-lead');
    handoff.execute(anna, call('reached'), at('10:09'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('the person who takes a call from the lead becomes its owner, with acceptance and first contact kept', () => {
    const handoff = SimulatedHandoff.transferred();
    const inbound = call('reached', { direction: 'inbound' });
    expect(handoff.execute(boris, inbound, at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ ownerId: 'boris', accepted: true, stage: 'working' });
    expect(handoff.steps('assigned').at(-1)).toMatchObject({ reason: 'inbound-call', previousOwnerId: 'anna' });
    expect(handoff.steps('promise-broken')).toEqual([]);
  });

  it('nobody takes over an accepted lead by taking its call', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    expect(handoff.execute(boris, call('reached', { direction: 'inbound' }), at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ ownerId: 'anna', accepted: true, stage: 'working' });
    expect(handoff.steps('assigned')).toHaveLength(1);
  });

  it('a call that a colleague takes answers the lead, so the owner owes no contact within minutes', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    handoff.execute(telephony, { type: 'lead-replied', channel: 'call', evidence: { kind: 'note' } }, at('10:02'));
    handoff.execute(boris, call('reached', { direction: 'inbound' }), at('10:03'));
    expect(handoff.runningPromises()).toEqual(['activity owner']);
  });

  it('a rep can take the call of an SQL that its closer has accepted', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, qualify('kirill'), at('10:10'));
    const inbound = call('reached', { direction: 'inbound' });
    expect(handoff.execute(boris, inbound, at('10:15'))?.code).toBe('not-permitted');
    handoff.execute(rep('kirill'), { type: 'accept' }, at('10:20'));
    expect(handoff.execute(boris, inbound, at('10:25'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ ownerId: 'kirill', stage: 'sql' });
  });

  it('only a conversation with the team counts, not an attempt and not a call that another team took', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    expect(handoff.execute(boris, call('reached'), at('10:03'))?.code).toBe('not-permitted');
    const fromOtherTeam = { ...rep('olga'), teamId: 'north' };
    expect(handoff.execute(fromOtherTeam, call('reached', { direction: 'inbound' }), at('10:03'))?.code).toBe(
      'not-permitted',
    );
  });

  it('the person who takes the call of a queued lead gets the clocks of a first assignment', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.execute(boris, call('reached'), at('10:02'))?.code).toBe('not-permitted');
    expect(handoff.execute(boris, call('reached', { direction: 'inbound' }), at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({
      ownerId: 'boris',
      stage: 'working',
      tickets: [],
      transferredAt: at('10:00'),
    });
    expect(handoff.state.returnWindows).toEqual([{ window: 'PT24H', endsAt: at('10:03', 1) }]);
    const kept = handoff.steps('promise-kept').map(({ promise, clock, late }) => [promise, clock, late]);
    expect(kept).toEqual([
      ['transfer', 'lead', false],
      ['acceptance', 'owner', false],
      ['first-contact', 'owner', false],
      ['first-contact', 'lead', false],
      ['touches', 'lead', false],
    ]);
  });

  it('the person who took the call keeps the lead after a new signal, even if the call was recorded late', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    handoff.executeLate(boris, call('reached', { direction: 'inbound' }), at('10:10'), at('10:10:05'));
    expect(handoff.state.ownerships).toEqual([{ ownerId: 'boris', from: at('10:10') }]);
    handoff.pool.push(aMember('zoe'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('12:00'));
    handoff.advanceTo(at('12:15'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: ['no-first-contact'] });
  });

  it('the person who takes the call of a lead that a previous owner accepted becomes its owner', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    handoff.execute(teamLead, { type: 'reassign' }, at('10:02'));
    expect(handoff.state).toMatchObject({ stage: 'queued', opened: false, accepted: false });
    expect(handoff.execute(boris, call('reached', { direction: 'inbound' }), at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ ownerId: 'boris', stage: 'working', tickets: [] });
  });

  it('a new signal starts a new contact clock', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    expect(handoff.dueAt('first-contact')).toBe(at('11:15'));
    handoff.execute(anna, call('no-answer'), at('11:10'));
    expect(handoff.runningPromises()).not.toContain('first-contact owner');
    handoff.execute(telephony, { type: 'add-signal', signalId: 's3', signal: 'demo' }, at('11:20'));
    handoff.advanceTo(at('11:35'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', tickets: ['no-first-contact'] });
    handoff.advanceTo(at('12:35'));
    expect(handoff.steps('escalated')).toMatchObject([
      { promise: 'first-contact', notified: ['head'], at: at('12:35') },
    ]);
  });
});

describe('a dated next step', () => {
  it('a next step pauses touches and activity until its time, and is due 15 min later', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    const before = handoff.dueAt('touches');
    expect(before).toBe(at('10:00', 2));
    expect(handoff.execute(anna, agreeNextStep(at('10:05', 7)), at('10:10'))).toBeUndefined();
    expect(handoff.dueAt('touches')).toBe(at('09:55', 9));
    expect(handoff.dueAt('next-step')).toBe(at('10:20', 7));
    expect(handoff.dueAt('activity')).toBe(at('10:05', 8));
    handoff.advanceTo(at('10:19', 7));
    expect(handoff.steps('promise-broken')).toEqual([]);
    handoff.advanceTo(at('10:20', 7));
    expect(handoff.state.tickets).toEqual(['next-step-missed']);
    handoff.execute(anna, call('reached'), at('10:25', 7));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('a next step that replaces another pauses only once: the time left before the first pause remains after the last', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('10:05', 7)), at('10:10'));
    handoff.execute(anna, agreeNextStep(at('10:05', 1)), at('10:11'));
    expect(handoff.dueAt('touches')).toBe(at('09:55', 3));
    expect(handoff.steps('promise-rescheduled').at(-1)?.remindAt).toEqual([at('09:55', 2), at('00:19', 3)]);
  });

  it('an early attempt does not fulfil a next step, and an early conversation does', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('14:00')), at('10:06'));
    handoff.execute(anna, call('no-answer'), at('11:00'));
    expect(handoff.runningPromises()).toContain('next-step owner');
    handoff.execute(anna, call('reached'), at('12:00'));
    expect(handoff.runningPromises()).not.toContain('next-step owner');
  });

  it.each([
    [at('10:04'), 'not-in-future'],
    [at('10:06', 14), 'pause-too-long'],
  ])('a next step at %s is refused with %s', (moment, code) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    expect(handoff.execute(anna, agreeNextStep(moment), at('10:05'))?.code).toBe(code);
  });

  it('a next step stays with the lead when its owner changes', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agreeNextStep(at('12:00', 1)), at('10:06'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('10:30'));
    expect(handoff.state.promises).toContainEqual(
      expect.objectContaining({ promise: 'next-step', ownerId: 'clara', dueAt: at('12:15', 1) }),
    );
  });
});

describe('corrections', () => {
  const firstTouchVersion = (handoff: SimulatedHandoff): number => handoff.state.touches[0]?.version ?? 0;

  it('voiding the only touch makes the lead uncontacted again, with its original clock', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, { type: 'void-touch', touchVersion: firstTouchVersion(handoff) }, at('10:06'));
    expect(handoff.state.stage).toBe('awaiting-first-contact');
    expect(handoff.dueAt('first-contact')).toBe(at('10:15'));
    handoff.advanceTo(at('10:15'));
    expect(handoff.steps('promise-broken').map(({ promise }) => promise)).toContain('first-contact');
  });

  it('the promise of a voided touch is kept by a later touch', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, call('no-answer'), at('10:20'));
    handoff.execute(teamLead, { type: 'void-touch', touchVersion: firstTouchVersion(handoff) }, at('10:30'));
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.map(({ clock, at: moment, late }) => [clock, moment, late])).toEqual([
      ['owner', at('10:05'), false],
      ['lead', at('10:05'), false],
      ['owner', at('10:20'), true],
      ['lead', at('10:20'), true],
    ]);
    // A promise kept late is a breach as well.
    const broken = handoff.steps('promise-broken').filter(({ promise }) => promise === 'first-contact');
    expect(broken.map(({ clock, at: moment }) => [clock, moment])).toEqual([
      ['owner', at('10:15')],
      ['lead', at('10:15')],
    ]);
    expect(handoff.state.tickets).toEqual([]);
  });

  it('correcting a number voids the touches to it, but the promises that they kept stay kept', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('wrong-number'), at('10:05'));
    handoff.execute(marketer, { type: 'correct-contact', contactMethod: 'phone' }, at('10:30'));
    expect(countedTouches(handoff.state)).toEqual([]);
    expect(handoff.runningPromises()).not.toContain('first-contact lead');
    expect(handoff.state.stage).toBe('working');
  });

  it('correcting a number does not void touches by another method, or up to the last time the lead was reached', () => {
    const handoff = SimulatedHandoff.transferred();
    const tries = [
      call('no-answer'),
      call('reached'),
      call('no-answer'),
      touchBy('email', 'sent'),
      touchBy('sms', 'sent'),
    ];
    tries.forEach((attempt, index) => handoff.execute(anna, attempt, at(`1${index}:05`)));
    handoff.execute(anna, call('wrong-number'), at('15:05'));
    handoff.execute(marketer, { type: 'correct-contact', contactMethod: 'phone' }, at('15:30'));
    expect(handoff.state.touches.map(({ channel, outcome }) => [channel, outcome])).toEqual([
      ['call', 'no-answer'],
      ['call', 'reached'],
      ['email', 'sent'],
    ]);
  });

  it('evidence that the call was in time is recorded next to the breach', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, { type: 'accept' }, at('10:05'));
    handoff.advanceTo(at('10:15'));
    handoff.execute(anna, call('reached', { madeAt: at('10:12') }), at('10:40'));
    expect(handoff.steps('breach-corrected')).toMatchObject([
      { clock: 'owner', touchMadeAt: at('10:12') },
      { clock: 'lead', touchMadeAt: at('10:12') },
    ]);
    expect(handoff.steps('promise-kept').find(({ promise }) => promise === 'first-contact')?.late).toBe(true);
  });

  it('a note that the call was earlier corrects nothing', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']).advanceTo(at('10:15'));
    handoff.execute(anna, call('reached', { madeAt: at('10:12'), evidence: { kind: 'note' } }), at('10:40'));
    expect(handoff.steps('breach-corrected')).toEqual([]);
  });
});

describe('an opt-out', () => {
  it('a lead that opts out ends the handoff as opted-out, without tickets', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(marketer, { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } }, at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'opted-out', promises: [], tickets: [] });
  });
});

describe('a lead without an owner', () => {
  it('a queued lead is assigned when routing is retried and somebody is eligible', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []).advanceTo(at('10:29'));
    const { version } = handoff.state;
    handoff.execute(teamLead, { type: 'retry-routing' }, at('10:30'));
    expect(handoff.state.version).toBe(version);
    handoff.pool.push(aMember('anna'));
    handoff.execute(teamLead, { type: 'retry-routing' }, at('10:31'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect(handoff.state.tickets).toEqual([]);
  });
});
