import fc from 'fast-check';
import { weightings } from '../agreement/routing-terms.ts';
import { aCalendar, aMember, aRequest } from '../spec/team-fixtures.ts';
import { roundTheClock } from '../time/working-calendar.ts';
import type { WeeklyHours } from '../time/working-calendar.ts';
import { WorkingTimeCache } from '../time/working-time-cache.ts';
import { turnsAfterDecision } from './choose.ts';
import type { RuleBasedDecision } from './decision.ts';
import { leadExclusionReasons } from './member.ts';
import type { PoolMember } from './member.ts';
import { recompute, route } from './route.ts';
import type { RoutingRequest } from './route.ts';

const times = new WorkingTimeCache();
const now = aRequest().now;
const away = { ...aCalendar({ hours: roundTheClock }), absences: [{ from: now, to: '2026-06-01T00:00:00Z' }] };

/** A week with twice this many hours, around the time of the tests. */
function aWeekOf(hours: number): WeeklyHours {
  const to = `${9 + hours}:00`;
  return { monday: [{ from: '09:00', to }], tuesday: [{ from: '09:00', to }] };
}

/** A team that keeps its members' passes up to date. */
class Team {
  readonly assigned = new Map<string, number>();
  readonly members: PoolMember[];

  constructor(members: PoolMember[]) {
    this.members = members;
  }

  take(request: RoutingRequest): RuleBasedDecision {
    const decision = route(request, this.members, times);
    const { chosen } = decision;
    if (chosen !== undefined) this.assigned.set(chosen, this.leadsOf(chosen) + 1);
    for (const { personId, pass } of turnsAfterDecision(decision)) {
      for (const member of this.members) if (member.personId === personId) member.pass = pass;
    }
    return decision;
  }

  leadsOf(personId: string): number {
    return this.assigned.get(personId) ?? 0;
  }
}

const hours = fc.array(fc.integer({ min: 2, max: 14 }), { minLength: 1, maxLength: 6 });
const byHours = aRequest({ terms: { ...aRequest().terms, weight: 'scheduled-hours' } });
const names = ['anna', 'boris', 'clara', 'dina', 'egor', 'fyodor'];
const teamOf = (weekly: number[]): Team =>
  new Team(weekly.map((each, index) => aMember(names[index]!, { calendar: aCalendar({ hours: aWeekOf(each) }) })));

describe('weighted round robin', () => {
  it('the shares of any number of leads follow the scheduled hours, within one turn', () => {
    fc.assert(
      fc.property(hours, fc.integer({ min: 1, max: 300 }), (weekly, leads) => {
        const team = teamOf(weekly);
        for (let lead = 0; lead < leads; lead++) team.take(byHours);
        const perHour = weekly.map((each, index) => team.leadsOf(names[index]!) / each);
        const oneTurn = 1 / Math.min(...weekly);
        expect(Math.max(...perHour) - Math.min(...perHour)).toBeLessThanOrEqual(oneTurn + 1e-9);
      }),
    );
  });

  it('members with equal weights are never more than one lead apart', () => {
    const team = teamOf([2, 8, 14]);
    for (let lead = 0; lead < 100; lead++) team.take(aRequest());
    expect(names.slice(0, 3).map((name) => team.leadsOf(name))).toEqual([34, 33, 33]);
  });

  /** Which member is away during which leads: absent, full or unresponsive. */
  const absences = fc.array(fc.tuple(fc.nat(5), fc.nat(200), fc.integer({ min: 1, max: 80 })), { maxLength: 8 });
  const waysToBeAway = fc.constantFrom<Partial<PoolMember>>(
    { calendar: away },
    { cap: 0 },
    { unresponsive: true },
    { active: false },
  );

  it('members stay within one turn of each other while they are the same, and nobody who comes back is flooded', () => {
    fc.assert(
      fc.property(hours, absences, waysToBeAway, (weekly, periods, awayAs) => {
        const team = teamOf(weekly);
        const present = structuredClone(team.members);
        const oneTurn = 1 / Math.min(...weekly);
        let before = '';
        let counted = new Map<string, number>();
        for (let lead = 0; lead < 200; lead++) {
          const isAway = (index: number): boolean =>
            periods.some(([member, from, length]) => member === index && from <= lead && lead < from + length);
          team.members.forEach((member, index) => {
            const { cap: _, ...rest } = member;
            const { pass, lastAssignedAt } = rest;
            const since = {
              ...(pass !== undefined && { pass }),
              ...(lastAssignedAt !== undefined && { lastAssignedAt }),
            };
            team.members[index] = {
              ...present[index]!,
              pass: undefined,
              ...since,
              ...(isAway(index) ? awayAs : {}),
            } as PoolMember;
          });
          const roster = weekly.map((_, index) => (isAway(index) ? '' : names[index])).join();
          if (roster !== before) counted = new Map();
          before = roster;
          const { chosen } = team.take(byHours);
          if (chosen !== undefined) counted.set(chosen, (counted.get(chosen) ?? 0) + 1);
          const shares = weekly.flatMap((each, index) =>
            isAway(index) ? [] : (counted.get(names[index]!) ?? 0) / each,
          );
          // A roster of one takes no turns.
          if (shares.length < 2) continue;
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(2 * oneTurn + 1e-9);
        }
      }),
    );
  });

  it('choices in which somebody had no free slot do not change the shares of the others', () => {
    fc.assert(
      fc.property(hours, fc.array(fc.subarray(names), { maxLength: 200 }), (weekly, busy) => {
        const team = teamOf(weekly);
        const counted = new Map(weekly.map((_, index) => [names[index]!, 0]));
        for (const withoutSlot of busy) {
          for (const member of team.members) member.takenSlots = withoutSlot.includes(member.personId) ? 1 : 0;
          const { chosen } = team.take(byHours);
          const wasFull = team.members.every(({ takenSlots }) => takenSlots === 0);
          if (wasFull && chosen !== undefined) counted.set(chosen, (counted.get(chosen) ?? 0) + 1);
        }
        if (weekly.length < 2) return;
        const shares = weekly.map((each, index) => (counted.get(names[index]!) ?? 0) / each);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1 / Math.min(...weekly) + 1e-9);
      }),
    );
  });

  it('a new member starts at the current position of the round', () => {
    const team = teamOf([8, 8]);
    for (let lead = 0; lead < 50; lead++) team.take(byHours);
    team.members.push(aMember('clara', { calendar: aCalendar({ hours: aWeekOf(8) }) }));
    delete team.members[2]!.pass;
    for (let lead = 0; lead < 30; lead++) team.take(byHours);
    expect(team.leadsOf('clara')).toBe(10);
  });

  it('leads that only one member could take do not count as turns', () => {
    const team = teamOf([8, 8]);
    const { snapshot, score } = aRequest().lead;
    const german = { ...byHours, lead: { snapshot: { ...snapshot, language: 'de' }, score } };
    team.members.forEach((member, index) => (member.languages = index === 0 ? ['en', 'de'] : ['en']));
    for (let lead = 0; lead < 10; lead++) team.take(german);
    for (let lead = 0; lead < 10; lead++) team.take(byHours);
    expect([team.leadsOf('anna'), team.leadsOf('boris')]).toEqual([15, 5]);
  });
});

describe('a routing decision', () => {
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
      takenSlots: fc.nat(2),
      unresponsive: fc.boolean(),
      cap: fc.nat(4),
      deputyId: fc.constantFrom(...names),
      pass: fc.double({ min: 0, max: 50, noNaN: true }),
    },
    {
      requiredKeys: [
        'personId',
        'teamId',
        'active',
        'skills',
        'languages',
        'calendar',
        'openHandoffs',
        'takenSlots',
        'unresponsive',
      ],
    },
  );
  const people: fc.Arbitrary<PoolMember[]> = fc.uniqueArray(member, { selector: ({ personId }) => personId });
  const exclusions = fc.uniqueArray(
    fc.record({
      personId: fc.constantFrom(...names),
      reason: fc.constantFrom(...leadExclusionReasons),
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
      weight: fc.constantFrom(...weightings),
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

  it('a decision can be recomputed from its record alone, and does not depend on the order of people', () => {
    fc.assert(
      fc.property(request, people, (given, all) => {
        const decision = route(given, all, times);
        const recorded = JSON.parse(JSON.stringify(decision)) as RuleBasedDecision;
        expect(recorded).toEqual(decision);
        expect(recompute(recorded)).toBe(decision.chosen);
        expect(route(given, [...all].reverse(), times).chosen).toBe(decision.chosen);
      }),
      { numRuns: 2000 },
    );
  });

  it('a decision never chooses an excluded person, and excludes a whole team only with reasons', () => {
    fc.assert(
      fc.property(request, people, (given, all) => {
        const { chosen, exclusions, reason, noChoiceReason } = route(given, all, times);
        const owner = all.find(({ personId }) => personId === chosen);
        expect(reason === undefined).toBe(chosen === undefined);
        expect(noChoiceReason === undefined).toBe(chosen !== undefined);
        const excluded = given.exclusions.find(({ personId }) => personId === chosen);
        expect(excluded === undefined || excluded.reason === 'promise-broken').toBe(true);
        if (owner) {
          expect(owner.active && owner.openHandoffs < (owner.cap ?? Infinity)).toBe(true);
          expect(exclusions.some(({ personId }) => personId === chosen)).toBe(false);
        }
        if (noChoiceReason === 'nobody-eligible') {
          expect(exclusions).toHaveLength(all.filter(({ teamId }) => teamId === 'sales').length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
