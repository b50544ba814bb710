import { at, call, rep, SimulatedHandoff, teamLead } from '../spec/simulated-handoff.ts';
import { alwaysAtWork, aMember } from '../spec/team-fixtures.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';

const qualify = (...lacking: string[]): HandoffCommand => ({
  type: 'qualify',
  answers: ['need', 'decision-maker', 'budget', 'icp-role'].map((question) => ({
    question,
    answer: lacking.includes(question) ? 'no' : 'yes',
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
});
const baton: CommandActor = { id: 'baton', kind: 'integration', roles: ['integration'] };
const decline: HandoffCommand = { type: 'decline', reason: 'capacity' };

describe('The path of a handoff', () => {
  it('begins with a transfer to an owner, whose clocks start', () => {
    const handoff = SimulatedHandoff.transferred();
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'anna', teamId: 'sales', version: 9 });
    expect(handoff.typesAfter(0)).toEqual([
      'started',
      'promise-started',
      'transferred',
      'assigned',
      'promise-kept',
      ...Array.from({ length: 4 }, () => 'promise-started'),
    ]);
  });

  it('accepted, contacted, qualified: an SQL, and no clock runs on', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'open' }, at('10:01'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', opened: true, accepted: false });
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:02'));
    expect(handoff.state.stage).toBe('awaiting-first-contact');
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    expect(handoff.state.stage).toBe('working');
    handoff.execute(rep('anna'), qualify(), at('10:20'));
    expect(handoff.state).toMatchObject({ stage: 'ended', ending: 'sql', promises: [], brokenPromises: [] });
  });

  it('a touch by the owner implies acceptance', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:05'));
    expect(handoff.steps('accepted')).toMatchObject([{ impliedByTouch: true, at: at('10:05') }]);
    expect(handoff.steps('promise-kept').map(({ promise, clock }) => `${promise} ${clock}`)).toEqual([
      'transfer lead',
      'acceptance owner',
      'first-contact owner',
      'first-contact lead',
    ]);
  });

  it('declined: goes to the next at once, never back, and at last to an alarm without an owner', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), decline, at('10:01'));
    expect(handoff.state.ownerId).toBe('boris');
    handoff.execute(rep('boris'), decline, at('10:02'));
    expect(handoff.state.ownerId).toBe('clara');
    handoff.execute(rep('clara'), decline, at('10:03'));
    expect(handoff.state).toMatchObject({ stage: 'queued', ownerId: null, tickets: ['nobody-eligible'] });
    expect(handoff.steps('assigned').map(({ ownerId }) => ownerId)).toEqual(['anna', 'boris', 'clara']);
    expect(handoff.state.exclusions.map(({ reason }) => reason)).toEqual(['declined', 'declined', 'declined']);
  });

  it("nobody eligible from the beginning: the transfer's clock runs on and breaks; the lead's word ends the alarm", () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), []);
    expect(handoff.state).toMatchObject({ stage: 'queued', teamId: 'sales', tickets: ['nobody-eligible'] });
    handoff.advanceTo(at('10:05'));
    expect(handoff.state).toMatchObject({
      brokenPromises: ['transfer'],
      tickets: ['nobody-eligible', 'not-transferred'],
    });
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'dina' }, at('10:20'));
    expect(handoff.state).toMatchObject({ ownerId: 'dina', tickets: [], transferredAt: at('10:20') });
    expect(handoff.steps('promise-kept')).toMatchObject([
      { promise: 'transfer', late: true, wallClockMilliseconds: 20 * 60_000 },
    ]);
  });

  it('not accepted, and nobody else left: the owner stays, with an alarm, and can still keep it late', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    handoff.advanceTo(at('10:30'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect(handoff.state.tickets).toContain('nobody-eligible');
    expect(handoff.steps('nobody-eligible')).toMatchObject([{ ownerStays: true, reason: 'not-accepted' }]);
    handoff.execute(rep('anna'), call(), at('10:40'));
    expect(handoff.state).toMatchObject({ stage: 'working', tickets: [] });
  });

  it('stays with the owner who broke their promise only until somebody else can take it', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']).advanceTo(at('10:20'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', pendingAssignment: { reason: 'not-accepted' } });
    handoff.execute(baton, { type: 'retry-routing' }, at('10:20'));
    expect(handoff.state.ownerId).toBe('anna');
    handoff.pool.push(aMember('boris'));
    handoff.execute(baton, { type: 'retry-routing' }, at('10:21'));
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', ownerId: 'boris' });
    expect(handoff.state.tickets).not.toContain('nobody-eligible');
    expect(handoff.state.exclusions).toEqual([{ personId: 'anna', reason: 'promise-broken' }]);
    expect(handoff.steps('promise-started').at(-1)).toMatchObject({ ownerId: 'boris', at: at('10:21') });
  });

  it('looks again by the clock when somebody comes back, while the owner who stayed has not kept it', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']);
    const absences = [{ from: at('00:00'), to: at('11:00', 3) }];
    handoff.pool.push(aMember('boris', { calendar: { ...alwaysAtWork, absences } }));
    handoff.advanceTo(at('10:15'));
    const { retryRoutingAt } = handoff.state.pendingAssignment ?? {};
    expect(handoff.state.ownerId).toBe('anna');
    expect(Date.parse(retryRoutingAt ?? '')).toBeLessThan(Date.parse(at('11:00', 3)));
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:20'));
    handoff.advanceTo(retryRoutingAt ?? '');
    expect(handoff.steps('assigned').at(-1)).toMatchObject({
      ownerId: 'boris',
      reason: 'not-contacted',
      at: retryRoutingAt,
    });
  });

  it('an owner who stayed and has kept it late is left alone', () => {
    const handoff = SimulatedHandoff.transferred(at('10:00'), ['anna']).advanceTo(at('10:15'));
    handoff.execute(rep('anna'), call(), at('10:20'));
    handoff.pool.push(aMember('boris'));
    const { version } = handoff.state;
    handoff.execute(baton, { type: 'retry-routing' }, at('10:21'));
    expect(handoff.state).toMatchObject({ version, ownerId: 'anna' });
  });

  it('accepted and not contacted: routed again as well', () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), { type: 'accept' }, at('10:10'));
    handoff.advanceTo(at('10:15'));
    expect(handoff.steps('assigned').at(-1)).toMatchObject({ ownerId: 'boris', reason: 'not-contacted' });
    expect(handoff.state).toMatchObject({ stage: 'awaiting-acceptance', accepted: false, opened: false });
  });

  it("reassigned by the team's lead: the new owner's clock starts, the contact's only if nobody tried yet", () => {
    const handoff = SimulatedHandoff.transferred();
    handoff.execute(rep('anna'), call(), at('10:05'));
    handoff.execute(teamLead, { type: 'reassign', toPersonId: 'clara' }, at('11:00'));
    expect(handoff.state.promises.map(({ promise, clock, ownerId }) => [promise, clock, ownerId])).toEqual([
      ['touches', 'lead', 'anna'],
      ['acceptance', 'owner', 'clara'],
      ['activity', 'owner', 'clara'],
    ]);
    handoff.execute(rep('clara'), { type: 'accept' }, at('11:05'));
    expect(handoff.state.stage).toBe('working');
  });

  it('a question that was askedCriteria of the lead must be answered before it is an SQL', () => {
    const handoff = new SimulatedHandoff().start(at('10:00'), { askedCriteria: ['icp-role'] });
    handoff.execute(rep('anna'), call('reached'), at('10:05'));
    const version = handoff.state.version;
    expect(handoff.execute(rep('anna'), qualify('budget', 'icp-role'), at('10:06'))).toMatchObject({
      code: 'unanswered-questions',
      detail: expect.stringContaining('budget, icp-role') as string,
    });
    expect(handoff.state.version).toBe(version);
    expect(handoff.execute(rep('anna'), qualify(), at('10:07'))).toBeUndefined();
  });
});
