import { SalesFloor } from '../spec/sales-floor.ts';
import type { FloorPerson } from '../spec/sales-floor.ts';
import { aCalendar, aMember } from '../spec/team-fixtures.ts';
import { HOUR, MINUTE } from '../time/units.ts';

/** Moscow time on a day of the week that begins on Monday, 2 March 2026. */
const moscow = (day: 'saturday' | 'monday' | 'tuesday', time: string): string =>
  `2026-${{ saturday: '02-28', monday: '03-02', tuesday: '03-03' }[day]}T${time}:00.000+03:00`;
const utc = (moment: string): string => new Date(moment).toISOString();

const inMoscow = aCalendar({ zone: 'Europe/Moscow' });
const aRep = (personId: string, changes: Partial<FloorPerson> = {}): FloorPerson => {
  const { pass: _, ...member } = aMember(personId, { calendar: inMoscow });
  return { ...member, callMinutes: 8, ...changes };
};

/** The leads of a weekend, a minute apart, with scores from 1 up. */
function afterWeekend(leads: number, people: FloorPerson[]): SalesFloor {
  const floor = new SalesFloor(utc(moscow('saturday', '12:00')), people);
  for (let score = 1; score <= leads; score++) {
    floor.arrive(score);
    floor.advanceTo(new Date(Date.parse(floor.now) + MINUTE).toISOString());
  }
  return floor;
}

const ownerBreaches = (floor: SalesFloor) => floor.steps('promise-broken').filter(({ clock }) => clock === 'owner');
const reassignments = (floor: SalesFloor) => floor.steps('assigned').filter(({ previousOwnerId }) => previousOwnerId);

describe('a Monday morning: 18 weekend leads, three reps, 8 minutes a call', () => {
  const floor = afterWeekend(18, [aRep('anna'), aRep('boris'), aRep('clara')]);
  floor.advanceTo(utc(moscow('monday', '12:00')));

  it('each lead is with the team in time, although nobody is at work', () => {
    const transfers = floor.steps('promise-kept').filter(({ promise }) => promise === 'transfer');
    expect(transfers).toHaveLength(18);
    expect(transfers.some(({ late }) => late)).toBe(false);
  });

  it('no lead changes hands, and every rep keeps their own clock', () => {
    expect(reassignments(floor)).toEqual([]);
    expect(ownerBreaches(floor)).toEqual([]);
    expect(floor.steps('assigned')).toHaveLength(18);
  });

  it('better scores go first, and each rep has one lead to touch at a time', () => {
    const scores = floor.steps('assigned').map(({ handoffId }) => Number(handoffId.slice('handoff-'.length)));
    expect(scores.slice(0, 3).sort()).toEqual([16, 17, 18]);
    for (let index = 3; index < 18; index += 3)
      expect(Math.max(...scores.slice(index, index + 3))).toBeLessThan(Math.min(...scores.slice(index - 3, index)));
  });

  it('the queue is empty no later than three reps can call', () => {
    // 18 calls of 8 minutes by three people: the last three begin after five rounds.
    expect(floor.steps('assigned').at(-1)?.at).toBe(utc(moscow('monday', '09:40')));
    expect(floor.queue).toEqual([]);
  });

  it('the lateness of a lead is booked as queue time, and names no one', () => {
    const late = floor
      .steps('promise-broken')
      .filter(({ promise, clock }) => promise === 'first-contact' && clock === 'lead');
    expect(late).toHaveLength(15);
    for (const { account = [], ...step } of late) {
      expect(step).not.toHaveProperty('ownerId');
      const held = account.map(({ holder, milliseconds }) => [holder, milliseconds] as const);
      expect(held[0]?.[0]).toBe('queue');
      expect(held[0]?.[1]).toBeGreaterThan(40 * HOUR);
    }
  });

  it('only late leads in the queue have its ticket, and it closes when they are assigned', () => {
    const opened = floor.steps('ticket-opened').map(({ ticket }) => ticket);
    expect(new Set(opened)).toEqual(new Set(['late-in-queue']));
    expect(floor.steps('ticket-closed')).toHaveLength(opened.length);
  });

  it('the release signals each lead at most once', () => {
    expect(floor.signals).toBe(18);
  });
});

describe('the siblings of a Monday morning', () => {
  it('a team of one calls all of its leads in the order of their scores', () => {
    const floor = afterWeekend(5, [aRep('anna')]).advanceTo(utc(moscow('monday', '12:00')));
    expect(floor.steps('assigned').map(({ handoffId }) => handoffId)).toEqual(
      [5, 4, 3, 2, 1].map((score) => `handoff-${score}`),
    );
    expect(ownerBreaches(floor)).toEqual([]);
  });

  it('a rep in a call of an hour keeps that lead, and the others share the rest', () => {
    const floor = afterWeekend(12, [aRep('anna', { callMinutes: 60 }), aRep('boris'), aRep('clara')]);
    floor.advanceTo(utc(moscow('monday', '12:00')));
    expect(floor.queue).toEqual([]);
    const byAnna = floor.steps('touched').length;
    expect(byAnna).toBe(12);
    // Anna touches nobody for an hour, so her lead is late; it moves only if somebody else is free and she is idle.
    expect(reassignments(floor).length).toBeLessThanOrEqual(1);
  });

  it('a rep who accepts and leaves loses the lead to a free slot after 15 minutes, and gets no other until then', () => {
    const floor = afterWeekend(4, [aRep('anna', { leavesAfterAccepting: true }), aRep('boris', { callMinutes: 5 })]);
    floor.advanceTo(utc(moscow('monday', '10:00')));
    expect(floor.steps('assigned').filter(({ ownerId }) => ownerId === 'anna')).toHaveLength(1);
    expect(reassignments(floor)).toMatchObject([
      { reason: 'not-contacted', previousOwnerId: 'anna', ownerId: 'boris' },
    ]);
    expect(floor.steps('touched')).toHaveLength(4);
  });

  it('a rep who does not accept loses the lead, and is assigned no other until their next step', () => {
    const floor = afterWeekend(6, [aRep('anna', { ignoresLeads: true }), aRep('boris')]);
    floor.advanceTo(utc(moscow('monday', '12:00')));
    expect(floor.steps('assigned').filter(({ ownerId }) => ownerId === 'anna')).toHaveLength(1);
    expect(ownerBreaches(floor).map(({ promise, ownerId }) => [promise, ownerId])).toEqual([
      ['acceptance', 'anna'],
      ['first-contact', 'anna'],
    ]);
    expect(floor.steps('touched')).toHaveLength(6);
  });

  it('the member of a team in two zones who starts first takes the first leads', () => {
    const inVladivostok = aCalendar({ zone: 'Asia/Vladivostok' });
    const floor = afterWeekend(3, [aRep('anna'), aRep('vera', { calendar: inVladivostok })]);
    floor.advanceTo(utc(moscow('monday', '08:00')));
    expect(floor.steps('assigned').map(({ ownerId, at }) => [ownerId, at])).toEqual([
      ['vera', utc(moscow('monday', '02:00'))],
      ['vera', utc(moscow('monday', '02:08'))],
      ['vera', utc(moscow('monday', '02:16'))],
    ]);
  });

  it('a lead of a known owner who is off today goes to their deputy, or else to the pool', () => {
    const offMonday = aCalendar({
      zone: 'Europe/Moscow',
      absences: [{ from: utc(moscow('monday', '00:00')), to: utc(moscow('tuesday', '00:00')) }],
    });
    const floor = new SalesFloor(utc(moscow('monday', '10:00')), [
      aRep('olga', { calendar: offMonday, deputyId: 'pavel' }),
      aRep('pavel'),
      aRep('anna'),
    ]);
    const knownOwner = { personId: 'olga', knownBy: 'account' as const };
    expect(floor.arrive(50, knownOwner).state.ownerId).toBe('pavel');
    floor.people[0]!.deputyId = 'nobody';
    expect(floor.arrive(50, knownOwner).state.ownerId).toBe('anna');
  });

  it('a weak lead is called after some days, although better leads arrive all the time', () => {
    const floor = new SalesFloor(utc(moscow('monday', '09:00')), [aRep('anna', { callMinutes: 60 })]);
    floor.arrive(90);
    const weak = floor.arrive(55);
    for (let hours = 0; hours < 4 * 24; hours++) {
      // One an hour from nine to five, as many as she can call.
      if (hours % 24 < 9) floor.arrive(80);
      floor.advanceTo(new Date(Date.parse(floor.now) + HOUR).toISOString());
    }
    // Three working days add the 25 points that it lacks.
    const [assigned] = floor.steps('assigned').filter(({ handoffId }) => handoffId === weak.handoffId);
    expect(Date.parse(assigned?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(moscow('monday', '09:00')) + 72 * HOUR);
    expect(weak.state.touches).toHaveLength(1);
  });

  it('an unaccepted lead returns to the queue at the end of the day without a breach if a colleague works sooner', () => {
    const vera = aRep('vera', { calendar: aCalendar({ zone: 'Asia/Vladivostok' }) });
    const floor = new SalesFloor(utc(moscow('monday', '17:50')), [aRep('anna', { ignoresLeads: true }), vera]);
    const handoff = floor.arrive();
    expect(handoff.state.ownerId).toBe('anna');
    floor.advanceTo(utc(moscow('monday', '18:01')));
    expect(handoff.state).toMatchObject({ stage: 'queued', exclusions: [], breaches: [] });
    floor.advanceTo(utc(moscow('tuesday', '02:00')));
    expect(handoff.state).toMatchObject({ ownerId: 'vera', accepted: true });
    expect(ownerBreaches(floor)).toEqual([]);
  });

  it('an unaccepted lead stays at the end of the day when its owner is the next to work', () => {
    const floor = new SalesFloor(utc(moscow('monday', '17:50')), [aRep('anna', { ignoresLeads: true })]);
    const handoff = floor.arrive();
    floor.advanceTo(utc(moscow('tuesday', '08:59')));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect(floor.steps('owner-checked')).toMatchObject([{ result: 'works-next' }]);
  });

  it('an accepted lead stays with its owner at the end of the day, although a colleague works sooner', () => {
    const vera = aRep('vera', { calendar: aCalendar({ zone: 'Asia/Vladivostok' }) });
    const floor = new SalesFloor(utc(moscow('monday', '17:50')), [aRep('anna', { leavesAfterAccepting: true }), vera]);
    const handoff = floor.arrive();
    floor.advanceTo(utc(moscow('tuesday', '08:59')));
    expect(handoff.state).toMatchObject({ ownerId: 'anna', stage: 'awaiting-first-contact' });
    expect(ownerBreaches(floor)).toEqual([]);
  });

  it('a release of 500 leads to 20 reps signals each lead once and empties the queue', () => {
    const people = Array.from({ length: 20 }, (_, index) => aRep(`rep-${index}`, { callMinutes: 4 + (index % 5) }));
    const floor = new SalesFloor(utc(moscow('saturday', '12:00')), people);
    for (let score = 1; score <= 500; score++) floor.arrive(score % 100);
    floor.advanceTo(utc(moscow('monday', '15:00')));
    expect(floor.signals).toBe(500);
    expect(floor.queue).toEqual([]);
    expect(reassignments(floor)).toEqual([]);
    expect(ownerBreaches(floor)).toEqual([]);
  }, 60_000);
});
