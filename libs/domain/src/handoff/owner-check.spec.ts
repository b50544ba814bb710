import type { ReassignmentOption } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { SalesFloor } from '../spec/sales-floor.ts';
import { call } from '../spec/sample-commands.ts';
import { at, rep, SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { aCalendar, aMember } from '../spec/team-fixtures.ts';

const anna = rep('anna');

/** Anna accepts the lead a minute after she gets it, and its first contact is due 15 min after that. */
function accepted(reassign: ReassignmentOption = 'when-idle', moment = at('10:00')): SimulatedHandoff {
  const firstContact = { ...defaultAgreement.promises['first-contact'], reassign };
  const agreement = { ...defaultAgreement, promises: { ...defaultAgreement.promises, 'first-contact': firstContact } };
  const handoff = SimulatedHandoff.transferred(moment, undefined, agreement);
  handoff.execute(anna, { type: 'accept' }, new Date(Date.parse(moment) + 60_000).toISOString());
  return handoff;
}
const checks = (handoff: SimulatedHandoff) =>
  handoff.steps('owner-checked').map(({ result, at: moment }) => [result, moment]);

describe('a missed first contact of a rep who accepted', () => {
  it('the lead stays with an owner who touched another lead a moment ago, and leaves them when they are idle', () => {
    const handoff = accepted();
    handoff.ownerLastTouchAt = at('10:10');
    handoff.advanceTo(at('10:29'));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', tickets: ['no-first-contact'] });
    expect(checks(handoff)).toEqual([['owner-active', at('10:15')]]);
    handoff.advanceTo(at('10:30'));
    expect(handoff.state.ownerId).not.toBe('anna');
    expect(handoff.steps('assigned').at(-1)).toMatchObject({ reason: 'not-contacted', previousOwnerId: 'anna' });
  });

  it('the lead stays while nobody has a free slot, and is checked every 15 min until its first touch', () => {
    const handoff = accepted();
    for (const personId of ['boris', 'clara']) handoff.member(personId).takenSlots = 1;
    handoff.advanceTo(at('10:50'));
    expect(checks(handoff)).toEqual(['10:15', '10:30', '10:45'].map((time) => ['no-free-slot', at(time)]));
    handoff.execute(anna, call(), at('10:55'));
    handoff.member('boris').takenSlots = 0;
    handoff.advanceTo(at('12:00'));
    expect(handoff.state.ownerId).toBe('anna');
    expect(checks(handoff)).toHaveLength(3);
  });

  it('the minutes between two checks are working minutes', () => {
    // 14:40 UTC is 17:40 in Moscow, where the day ends at 18:00 and begins at 09:00.
    const handoff = accepted('when-idle', at('14:40'));
    for (const personId of ['boris', 'clara']) handoff.member(personId).takenSlots = 1;
    handoff.advanceTo(at('06:10', 1));
    expect(checks(handoff)).toEqual([
      ['no-free-slot', at('14:55')],
      ['no-free-slot', at('06:10', 1)],
    ]);
  });

  it.each<[ReassignmentOption, string]>([
    ['always', 'boris'],
    ['never', 'anna'],
  ])('the reassignment %s leaves the lead with %s after the breach, whatever its owner does', (reassign, ownerId) => {
    const [active, idle] = [accepted(reassign), accepted(reassign)];
    active.ownerLastTouchAt = at('10:14');
    for (const handoff of [active, idle]) expect(handoff.advanceTo(at('10:15')).state.ownerId).toBe(ownerId);
  });

  it('leads in the queue go first: a slot goes to them before it takes a lead from an idle owner', () => {
    const inMoscow = aCalendar({ zone: 'Europe/Moscow' });
    const { pass: _, ...member } = aMember('anna', { calendar: inMoscow });
    const people = [
      { ...member, callMinutes: 8, leavesAfterAccepting: true },
      { ...member, personId: 'boris', callMinutes: 8 },
    ];
    const floor = new SalesFloor(at('10:00'), people);
    for (let lead = 1; lead <= 5; lead++) floor.arrive(50);
    const ofAnna = floor.handoffs.find(({ state }) => state.ownerId === 'anna');
    floor.advanceTo(at('11:30'));
    const order = floor.steps('assigned').filter(({ ownerId }) => ownerId === 'boris');
    expect(order.map(({ at: moment }) => moment)).toEqual(
      ['10:00', '10:08', '10:16', '10:24', '10:45'].map((time) => at(time)),
    );
    expect(order.at(-1)).toMatchObject({ reason: 'not-contacted', previousOwnerId: 'anna' });
    expect(ofAnna?.state).toMatchObject({ stage: 'ended', ownerId: 'boris' });
  });
});
