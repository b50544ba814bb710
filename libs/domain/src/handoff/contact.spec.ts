import type { HandoffCommand } from './commands.ts';
import type { Evidence } from './evidence.ts';
import { countedTouches, wasReached } from './state.ts';
import type { TouchChannel, TouchOutcome } from './touches.ts';
import { at, call, marketer, rep, SimulatedHandoff, teamLead, telephony } from '../spec/simulated-handoff.ts';
import { aMember } from '../spec/team-fixtures.ts';

const anna = rep('anna');
const boris = rep('boris');
const recording: Evidence = { kind: 'recording', reference: 'r-1' };
const calls = (outcome: TouchOutcome, changes: object = {}): HandoffCommand =>
  ({ ...call(), outcome, ...changes }) as HandoffCommand;
const by = (channel: TouchChannel, outcome: TouchOutcome): HandoffCommand => calls(outcome, { channel });
const agree = (moment: string): HandoffCommand => ({
  type: 'agree-next-step',
  nextStepAt: moment,
  evidence: recording,
});

const running = ({ state }: SimulatedHandoff): string[] =>
  state.promises.map(({ promise, clock }) => `${promise} ${clock}`);
const dueOf = ({ state }: SimulatedHandoff, name: string): string | undefined =>
  state.promises.find(({ promise }) => promise === name)?.dueAt;

describe('The lead answers first', () => {
  const answered: HandoffCommand = {
    type: 'lead-replied',
    channel: 'email',
    evidence: { kind: 'message-id', reference: 'm-1' },
  };

  it('reached, and the owner has five minutes', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.execute(telephony, answered, at('10:02'))).toBeUndefined();
    expect(wasReached(handoff.state)).toBe(true);
    expect(dueOf(handoff, 'reply-to-lead')).toBe(at('10:07'));
    expect(handoff.steps('promise-kept')).toContainEqual(expect.objectContaining({ promise: 'touches', late: false }));
    handoff.advanceTo(at('10:07'));
    expect(handoff.state.tickets).toContain('no-reply-to-lead');
    handoff.execute(anna, call('reached'), at('10:09'));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('who answers its call takes it: accepted, and contacted', () => {
    const handoff = SimulatedHandoff.transferred();
    const inbound = calls('reached', { direction: 'inbound' });
    expect(handoff.execute(boris, inbound, at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ ownerId: 'boris', accepted: true, stage: 'working' });
    expect(handoff.steps('assigned').at(-1)).toMatchObject({ reason: 'inbound-call', previousOwnerId: 'anna' });
    expect(handoff.steps('promise-broken')).toEqual([]);
  });

  it('once somebody has accepted, nobody else takes it by answering', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    expect(handoff.execute(boris, calls('reached', { direction: 'inbound' }), at('10:03'))?.code).toBe('not-permitted');
  });

  it('who answers it while nobody owns the lead takes it, with the clocks of a first transfer', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.execute(boris, call('reached'), at('10:02'))?.code).toBe('not-permitted');
    expect(handoff.execute(boris, calls('reached', { direction: 'inbound' }), at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({
      ownerId: 'boris',
      stage: 'working',
      tickets: [],
      transferredAt: at('10:03'),
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

  it('who took it so has tried it: they keep it also when it comes again and waits, however late that was recorded', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    handoff.executeLate(boris, calls('reached', { direction: 'inbound' }), at('10:10'), at('10:10:05'));
    expect(handoff.state.ownerships).toEqual([{ ownerId: 'boris', from: at('10:10') }]);
    handoff.pool.push(aMember('zoe'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('12:00'));
    handoff.advanceTo(at('12:15'));
    expect(handoff.state).toMatchObject({ ownerId: 'boris', tickets: ['no-first-contact'] });
  });

  it('also where somebody had accepted it before nobody was left', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, { type: 'accept' }, at('10:01'));
    handoff.execute(teamLead, { type: 'reassign' }, at('10:02'));
    expect(handoff.state).toMatchObject({ stage: 'queued', opened: false, accepted: false });
    expect(handoff.execute(boris, calls('reached', { direction: 'inbound' }), at('10:03'))).toBeUndefined();
    expect(handoff.state).toMatchObject({ ownerId: 'boris', stage: 'working', tickets: [] });
  });

  it('a known lead that comes again gets a new contact clock', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(telephony, { type: 'add-signal', signalId: 's2', signal: 'demo' }, at('11:00'));
    expect(dueOf(handoff, 'first-contact')).toBe(at('11:15'));
    handoff.execute(anna, call('no-answer'), at('11:10'));
    expect(running(handoff)).not.toContain('first-contact owner');
    handoff.execute(telephony, { type: 'add-signal', signalId: 's3', signal: 'demo' }, at('11:20'));
    handoff.advanceTo(at('11:35'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', tickets: ['no-first-contact'] });
    handoff.advanceTo(at('12:35'));
    expect(handoff.steps('escalated')).toMatchObject([
      { promise: 'first-contact', notified: ['head'], at: at('12:35') },
    ]);
  });
});

describe('A dated next step', () => {
  it('pauses touches and activity until then; then a quarter of an hour', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    const before = dueOf(handoff, 'touches');
    expect(before).toBe(at('10:00', 2));
    expect(handoff.execute(anna, agree(at('10:05', 7)), at('10:10'))).toBeUndefined();
    expect(dueOf(handoff, 'touches')).toBe(at('09:55', 9));
    expect(dueOf(handoff, 'next-step')).toBe(at('10:20', 7));
    expect(dueOf(handoff, 'activity')).toBe(at('10:05', 8));
    handoff.advanceTo(at('10:19', 7));
    expect(handoff.steps('promise-broken')).toEqual([]);
    handoff.advanceTo(at('10:20', 7));
    expect(handoff.state.tickets).toEqual(['next-step-missed']);
    handoff.execute(anna, call('reached'), at('10:25', 7));
    expect(handoff.state.tickets).toEqual([]);
  });

  it('agreed anew for another moment, it pauses once: what was left before the first pause is left after the last', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, agree(at('10:05', 7)), at('10:10'));
    handoff.execute(anna, agree(at('10:05', 1)), at('10:11'));
    expect(dueOf(handoff, 'touches')).toBe(at('09:55', 3));
    expect(handoff.steps('promise-rescheduled').at(-1)?.remindAt).toEqual([at('09:55', 2), at('00:19', 3)]);
  });

  it('an attempt before its time does not stand for it, a conversation does', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agree(at('14:00')), at('10:06'));
    handoff.execute(anna, call('no-answer'), at('11:00'));
    expect(running(handoff)).toContain('next-step owner');
    handoff.execute(anna, call('reached'), at('12:00'));
    expect(running(handoff)).not.toContain('next-step owner');
  });

  it.each([
    [at('10:04'), 'not-in-future'],
    [at('10:06', 14), 'pause-too-long'],
  ])('%s is refused: %s', (moment, code) => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    expect(handoff.execute(anna, agree(moment), at('10:05'))?.code).toBe(code);
  });

  it('goes with the lead to a new owner', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('reached'), at('10:05'));
    handoff.execute(anna, agree(at('12:00', 1)), at('10:06'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('10:30'));
    expect(handoff.state.promises).toContainEqual(
      expect.objectContaining({ promise: 'next-step', ownerId: 'clara', dueAt: at('12:15', 1) }),
    );
  });
});

describe('Corrections', () => {
  const version = (handoff: SimulatedHandoff): number => handoff.state.touches[0]?.version ?? 0;

  it('a mistaken first touch is taken back: the lead is uncontacted again, with its clock as it was', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, { type: 'void-touch', touchVersion: version(handoff) }, at('10:06'));
    expect(handoff.state.stage).toBe('awaiting-first-contact');
    expect(dueOf(handoff, 'first-contact')).toBe(at('10:15'));
    handoff.advanceTo(at('10:15'));
    expect(handoff.steps('promise-broken').map(({ promise }) => promise)).toContain('first-contact');
  });

  it('where a later touch stands, that is what kept the promise', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(anna, call('no-answer'), at('10:20'));
    handoff.execute(teamLead, { type: 'void-touch', touchVersion: version(handoff) }, at('10:30'));
    const kept = handoff.steps('promise-kept').filter(({ promise }) => promise === 'first-contact');
    expect(kept.map(({ clock, at: moment, late }) => [clock, moment, late])).toEqual([
      ['owner', at('10:05'), false],
      ['lead', at('10:05'), false],
      ['owner', at('10:20'), true],
      ['lead', at('10:20'), true],
    ]);
    // What was kept late is a breach as well.
    const broken = handoff.steps('promise-broken').filter(({ promise }) => promise === 'first-contact');
    expect(broken.map(({ clock, at: moment }) => [clock, moment])).toEqual([
      ['owner', at('10:15')],
      ['lead', at('10:15')],
    ]);
    expect(handoff.state.tickets).toEqual([]);
  });

  it('touches to a wrong number are void once it is corrected; what they kept stays', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, calls('wrong-number'), at('10:05'));
    handoff.execute(marketer, { type: 'correct-contact', contactMethod: 'phone' }, at('10:30'));
    expect(countedTouches(handoff.state)).toEqual([]);
    expect(running(handoff)).not.toContain('first-contact lead');
    expect(handoff.state.stage).toBe('working');
  });

  it('so are the unanswered ones before it, but none by another way, and none from before the lead was reached', () => {
    const handoff = SimulatedHandoff.transferred();
    const tries = [calls('no-answer'), calls('reached'), calls('no-answer'), by('email', 'sent'), by('sms', 'sent')];
    tries.forEach((attempt, index) => handoff.execute(anna, attempt, at(`1${index}:05`)));
    handoff.execute(anna, calls('wrong-number'), at('15:05'));
    handoff.execute(marketer, { type: 'correct-contact', contactMethod: 'phone' }, at('15:30'));
    expect(handoff.state.touches.map(({ channel, outcome }) => [channel, outcome])).toEqual([
      ['call', 'no-answer'],
      ['call', 'reached'],
      ['email', 'sent'],
    ]);
  });

  it('a machine shows that the call was in time: that stands beside the breach', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.execute(anna, { type: 'accept' }, at('10:05'));
    handoff.advanceTo(at('10:15'));
    handoff.execute(anna, calls('reached', { madeAt: at('10:12') }), at('10:40'));
    expect(handoff.steps('breach-corrected')).toMatchObject([
      { clock: 'owner', touchMadeAt: at('10:12') },
      { clock: 'lead', touchMadeAt: at('10:12') },
    ]);
    expect(handoff.steps('promise-kept').find(({ promise }) => promise === 'first-contact')?.late).toBe(true);
  });

  it("a person's word that it was earlier corrects nothing", () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']).advanceTo(at('10:15'));
    handoff.execute(anna, calls('reached', { madeAt: at('10:12'), evidence: { kind: 'note' } }), at('10:40'));
    expect(handoff.steps('breach-corrected')).toEqual([]);
  });
});

describe('an opt-out', () => {
  it('whoever opts out is left alone: closed, neither unreachable nor lost', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(anna, call('no-answer'), at('10:05'));
    handoff.execute(marketer, { type: 'opt-out', evidence: { kind: 'message-id', reference: 'm-1' } }, at('10:30'));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'opted-out', promises: [], tickets: [] });
  });
});

describe('a lead without an owner', () => {
  it('a lead that waits for an owner is given to one as soon as there is one, and not before', () => {
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
