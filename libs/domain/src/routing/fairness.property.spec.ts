import fc from 'fast-check';
import { aCalendar, aMember, aRequest } from '../spec/team-fixtures.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import type { WeeklyHours } from '../time/working-calendar.ts';
import { turnsAfterDecision } from './choose.ts';
import type { RuleBasedDecision } from './decision.ts';
import type { PoolMember } from './member.ts';
import { recompute, route } from './route.ts';
import type { RoutingRequest } from './route.ts';

const times = new WorkingTimeCache();
const now = aRequest().now;
const away = { ...aCalendar({ hours: roundTheClock }), absences: [{ from: now, to: '2026-06-01T00:00:00Z' }] };

/** A week of so many hours, all of them around the moment of the tests. */
function aWeekOf(hours: number): WeeklyHours {
  const to = `${9 + hours}:00`;
  return { monday: [{ from: '09:00', to }], tuesday: [{ from: '09:00', to }] };
}

/** A team whose members have the passes that their leads gave them. */
class Team {
  readonly given = new Map<string, number>();
  readonly members: PoolMember[];

  constructor(members: PoolMember[]) {
    this.members = members;
  }

  take(request: RoutingRequest): RuleBasedDecision {
    const decision = route(request, this.members, times);
    const { chosen } = decision;
    if (chosen !== undefined) this.given.set(chosen, this.of(chosen) + 1);
    for (const { personId, pass } of turnsAfterDecision(decision)) {
      for (const member of this.members) if (member.personId === personId) member.pass = pass;
    }
    return decision;
  }

  of(personId: string): number {
    return this.given.get(personId) ?? 0;
  }
}

const hours = fc.array(fc.integer({ min: 2, max: 14 }), { minLength: 1, maxLength: 6 });
const byHours = aRequest({ terms: { ...aRequest().terms, weight: 'scheduled-hours' } });
const names = ['anna', 'boris', 'clara', 'dina', 'egor', 'fyodor'];
const teamOf = (weekly: number[]): Team =>
  new Team(weekly.map((each, index) => aMember(names[index]!, { calendar: aCalendar({ hours: aWeekOf(each) }) })));

describe('Weighted round robin', () => {
  it('over any number of leads the shares follow the scheduled hours, within one turn', () => {
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 300 }), (weekly, leads) => {
        const team = teamOf(weekly);
        for (let lead = 0; lead < leads; lead++) team.take(byHours);
        const perHour = weekly.map((each, index) => team.of(names[index]!) / each);
        const oneTurn = 1 / Math.min(...weekly);
        expect(Math.max(...perHour) - Math.min(...perHour)).toBeLessThanOrEqual(oneTurn + 1e-9);
      }),
    );
  });

  it('equal weights: nobody is ever more than one lead ahead', () => {
    const team = teamOf([2, 8, 14]);
    for (let lead = 0; lead < 100; lead++) team.take(aRequest());
    expect(names.slice(0, 3).map((name) => team.of(name))).toEqual([34, 33, 33]);
  });

  /** Who is absent during which leads, for each member. */
  const absences = fc.array(fc.tuple(fc.nat(5), fc.nat(200), fc.integer({ min: 1, max: 80 })), { maxLength: 8 });

  it('with any absences those who are there stay within one turn of each other, so that nobody who comes back is flooded', () => {
    fc.assert(
      fc.property(hours, absences, (weekly, spells) => {
        const team = teamOf(weekly);
        const present = team.members.map(({ calendar }) => calendar);
        const oneTurn = 40 / (2 * Math.min(...weekly));
        for (let lead = 0; lead < 200; lead++) {
          const isAway = (index: number): boolean =>
            spells.some(([who, from, long]) => who === index && from <= lead && lead < from + long);
          team.members.forEach((member, index) => (member.calendar = isAway(index) ? away : present[index]!));
          team.take(byHours);
          const passes = team.members.filter((_, index) => !isAway(index)).map(({ pass }) => pass);
          expect(Math.max(...passes) - Math.min(...passes)).toBeLessThanOrEqual(oneTurn + 1e-9);
        }
      }),
    );
  });

  it('who is new begins where the round is', () => {
    const team = teamOf([8, 8]);
    team.members.push(aMember('clara', { active: false, calendar: aCalendar({ hours: aWeekOf(8) }) }));
    for (let lead = 0; lead < 50; lead++) team.take(byHours);
    team.members[2]!.active = true;
    for (let lead = 0; lead < 30; lead++) team.take(byHours);
    expect(team.of('clara')).toBe(10);
  });

  it('leads that only one can take are made up for by the others, within what the round remembers', () => {
    const team = teamOf([8, 8]);
    const { snapshot, score } = aRequest().lead;
    const german = { ...byHours, lead: { snapshot: { ...snapshot, language: 'de' }, score } };
    team.members.forEach((member, index) => (member.languages = index === 0 ? ['en', 'de'] : ['en']));
    for (let lead = 0; lead < 10; lead++) team.take(german);
    for (let lead = 0; lead < 10; lead++) team.take(byHours);
    expect([team.of('anna'), team.of('boris')]).toEqual([10, 10]);
    for (let lead = 0; lead < 100; lead++) team.take(german);
    for (let lead = 0; lead < 30; lead++) team.take(byHours);
    expect(team.of('anna') - 110).toBe(5);
  });
});

describe('A decision', () => {
  const calendar = fc.constantFrom(
    aCalendar(),
    aCalendar({ hours: roundTheClock }),
    aCalendar({ zone: 'Asia/Vladivostok' }),
    aCalendar({ hours: {} }),
    away,
  );
  const tag = fc.subarray(['tenders', 'renewals']);
  const member = fc.record(
    {
      personId: fc.constantFrom(...names),
      teamId: fc.constantFrom('sales', 'north'),
      active: fc.boolean(),
      skills: tag,
      languages: fc.subarray(['ru', 'en', 'kk']),
      calendar,
      openHandoffs: fc.nat(4),
      cap: fc.nat(4),
      deputyId: fc.constantFrom(...names),
      pass: fc.double({ min: 0, max: 50, noNaN: true }),
    },
    { requiredKeys: ['personId', 'teamId', 'active', 'skills', 'languages', 'calendar', 'openHandoffs', 'pass'] },
  );
  const people: fc.Arbitrary<PoolMember[]> = fc.uniqueArray(member, { selector: ({ personId }) => personId });
  const exclusions = fc.uniqueArray(
    fc.record({
      personId: fc.constantFrom(...names),
      reason: fc.constantFrom('declined' as const, 'promise-broken' as const, 'previous-owner' as const),
    }),
    { selector: ({ personId }) => personId },
  );
  const request: fc.Arbitrary<RoutingRequest> = fc
    .record({
      now: fc
        .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      language: fc.constantFrom('', 'ru-RU', 'kk', 'de'),
      skills: tag,
      known: fc.option(fc.constantFrom(...names), { nil: undefined }),
      exclusions,
      queuedAhead: fc.array(fc.record({ personIds: fc.subarray(names), count: fc.nat(3) }), { maxLength: 3 }),
      weight: fc.constantFrom('equal' as const, 'scheduled-hours' as const),
    })
    .map(({ now: at, language, skills, known, exclusions, queuedAhead, weight }) => {
      const { lead, terms } = aRequest();
      return aRequest({
        now: at,
        exclusions,
        queuedAhead,
        teams: ['sales', 'north'],
        lead: { ...lead, snapshot: { ...lead.snapshot, language } },
        terms: { ...terms, weight, rules: [{ id: 'only', pool: { skills } }] },
        ...(known !== undefined && { knownOwner: { personId: known, knownBy: 'account' as const } }),
      });
    });

  it('is computed again from its record alone, in whatever order the people came', () => {
    fc.assert(
      fc.property(request, people, (asked, all) => {
        const decision = route(asked, all, times);
        const recorded = JSON.parse(JSON.stringify(decision)) as RuleBasedDecision;
        expect(recorded).toEqual(decision);
        expect(recompute(recorded)).toBe(decision.chosen);
        expect(route(asked, [...all].reverse(), times).chosen).toBe(decision.chosen);
      }),
      { numRuns: 2000 },
    );
  });

  it('never names anybody who declined, is gone, full or not understood; and gives everybody a reason or a chance', () => {
    fc.assert(
      fc.property(request, people, (asked, all) => {
        const { chosen, exclusions: left, reason, noChoiceReason } = route(asked, all, times);
        const owner = all.find(({ personId }) => personId === chosen);
        expect(reason === undefined).toBe(chosen === undefined);
        expect(noChoiceReason === undefined).toBe(chosen !== undefined);
        expect(asked.exclusions.some(({ personId }) => personId === chosen)).toBe(false);
        if (owner) {
          expect(owner.active && owner.openHandoffs < (owner.cap ?? Infinity)).toBe(true);
          expect(left.some(({ personId }) => personId === chosen)).toBe(false);
        }
        if (noChoiceReason === 'nobody-eligible') {
          expect(left).toHaveLength(all.filter(({ teamId }) => teamId === 'sales').length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
