import { aCalendar, aMember, aRequest, officeHours } from '../spec/team-fixtures.ts';
import type { PoolMember } from './member.ts';
import { awaitedMembers, recompute, route } from './route.ts';
import type { RoutingRequest } from './route.ts';

const monday = (time: string): string => `2026-03-02T${time}:00.000Z`;
const tuesday = (time: string): string => `2026-03-03T${time}:00.000Z`;
const inOffice = (personId: string, changes: Partial<PoolMember> = {}) =>
  aMember(personId, { calendar: aCalendar(), ...changes });
const absent = (from: string, to: string) => ({ calendar: aCalendar({ absences: [{ from, to }] }) });

/** Routes, and checks that the decision can be recomputed. */
function decide(changes: Partial<RoutingRequest>, ...people: PoolMember[]) {
  const decision = route(aRequest(changes), people);
  expect(recompute(structuredClone(decision))).toBe(decision.chosen);
  return decision;
}
const speaking = (language: string): Partial<RoutingRequest> => {
  const { snapshot, score } = aRequest().lead;
  return { lead: { snapshot: { ...snapshot, language }, score } };
};

describe('route', () => {
  it('the member at work whose turn it is comes before members who start later', () => {
    const startsLater = aMember('anna', { calendar: aCalendar({ hours: officeHours('12:00', '16:00') }) });
    const people = [startsLater, inOffice('boris', { pass: 2 }), inOffice('clara', { pass: 1 })];
    expect(decide({}, ...people)).toMatchObject({ chosen: 'clara', reason: 'at-work', exclusions: [] });
    expect(decide({}, ...people)).not.toHaveProperty('startsAt');
    expect(decide({ now: monday('08:00') }, ...people)).toMatchObject({ reason: 'starts-soonest' });
  });

  it('the member who starts soonest in their own zone is chosen when nobody is at work, then by turn, then by id', () => {
    const yekaterinburg = aMember('zoya', { pass: 9, calendar: aCalendar({ zone: 'Asia/Yekaterinburg' }) });
    expect(decide({ now: monday('20:00') }, inOffice('anna'), yekaterinburg)).toMatchObject({
      chosen: 'zoya',
      reason: 'starts-soonest',
      startsAt: tuesday('04:00'),
    });
    expect(decide({ now: monday('20:00') }, inOffice('clara'), inOffice('boris')).chosen).toBe('boris');
    expect(decide({ now: monday('20:00') }, inOffice('clara'), inOffice('boris', { pass: 1 })).chosen).toBe('clara');
  });

  it('a member who starts on Monday is chosen on Friday night, because one working day skips the weekend', () => {
    const friday = '2026-03-06T19:00:00.000Z';
    expect(decide({ now: friday }, inOffice('anna'))).toMatchObject({
      chosen: 'anna',
      startsBefore: '2026-03-10T09:00:00.000Z',
      startsAt: '2026-03-09T09:00:00.000Z',
    });
  });

  it('nobody is chosen when nobody starts within one working day, and the decision says when that ends', () => {
    const sick = inOffice('anna', absent(monday('00:00'), tuesday('23:00')));
    const decision = decide({}, sick);
    expect(decision).toMatchObject({
      noChoiceReason: 'nobody-eligible',
      teamId: 'sales',
      exclusions: [{ personId: 'anna', reason: 'absent' }],
      // One millisecond later than a working day before she is back on Wednesday at 09:00.
      nextEligibleAt: '2026-03-03T09:00:00.001Z',
    });
    expect(decision).not.toHaveProperty('chosen');
    expect(decide({ now: decision.nextEligibleAt! }, sick).chosen).toBe('anna');
    expect(decide({ now: tuesday('09:00') }, sick)).not.toHaveProperty('chosen');
  });

  it('a short absence does not exclude a member', () => {
    const atTheDentist = inOffice('anna', absent(monday('09:30'), monday('11:00')));
    expect(decide({}, atTheDentist)).toMatchObject({ chosen: 'anna', startsAt: monday('11:00') });
    expect(decide({}, atTheDentist, inOffice('boris', { pass: 5 })).chosen).toBe('boris');
  });
});

describe('exclusions', () => {
  it('each excluded member has the first reason that applies, and being full comes last', () => {
    const request = {
      ...speaking('de'),
      exclusions: [
        { personId: 'anna', reason: 'declined' as const },
        { personId: 'boris', reason: 'promise-broken' as const },
      ],
      terms: { ...aRequest().terms, rules: [{ id: 'tenders', pool: { skills: ['Tenders'] } }] },
    };
    const able = { skills: ['tenders'], languages: ['en', 'de-CH'] };
    const decision = decide(
      request,
      aMember('anna', { ...able, active: false }),
      aMember('boris', able),
      aMember('clara', { ...able, active: false }),
      aMember('dina', { ...able, languages: ['ru'] }),
      aMember('egor', { ...able, skills: ['renewals'] }),
      aMember('fyodor', { ...able, ...absent(monday('00:00'), '2026-03-20T00:00:00Z') }),
      aMember('gleb', { ...able, calendar: aCalendar({ hours: { sunday: [{ from: '09:00', to: '12:00' }] } }) }),
      aMember('inna', { ...able, cap: 2, openHandoffs: 2 }),
      aMember('kira', { ...able, languages: [], cap: 3, openHandoffs: 2 }),
    );
    expect(Object.fromEntries(decision.exclusions.map(({ personId, reason }) => [personId, reason]))).toEqual({
      anna: 'declined',
      boris: 'promise-broken',
      clara: 'inactive',
      dina: 'language',
      egor: 'skills',
      fyodor: 'absent',
      gleb: 'starts-too-late',
      inna: 'at-cap',
    });
    expect(decision.chosen).toBe('kira');
  });

  it('an unassigned lead waits for members who are only full or away', () => {
    const full = [
      aMember('anna', { cap: 1, openHandoffs: 1 }),
      aMember('boris', { cap: 1, openHandoffs: 1, active: false }),
    ];
    const away = [
      aMember('clara', absent(monday('00:00'), '2026-03-20T00:00:00Z')),
      aMember('dina', { calendar: aCalendar({ hours: { sunday: [{ from: '09:00', to: '12:00' }] } }) }),
    ];
    const decision = decide({}, ...full, ...away);
    expect(awaitedMembers(decision)).toEqual(['anna', 'clara', 'dina']);
    expect(awaitedMembers(decide({}, aMember('anna')))).toEqual([]);
  });
});

describe('the known owner of the company', () => {
  const knownOwner = { personId: 'olga', knownBy: 'open-deal' as const };
  const olga = aMember('olga', { teamId: 'enterprise', deputyId: 'pavel', pass: 100 });
  const pavel = aMember('pavel', { teamId: 'enterprise', deputyId: 'olga' });
  const away = absent(monday('00:00'), '2026-03-20T00:00:00Z');

  it('the known owner comes first, regardless of rules, turns and team', () => {
    expect(decide({ knownOwner }, aMember('anna'), olga, pavel)).toMatchObject({
      chosen: 'olga',
      teamId: 'enterprise',
      reason: 'known-owner',
      knownOwnerExclusions: [],
      target: { teamId: 'sales' },
    });
  });

  it('the deputy replaces a known owner who is away or full', () => {
    expect(decide({ knownOwner }, aMember('anna'), { ...olga, ...away }, pavel)).toMatchObject({
      chosen: 'pavel',
      reason: 'known-owner-deputy',
      knownOwnerExclusions: [{ personId: 'olga', reason: 'absent' }],
    });
    expect(decide({ knownOwner }, { ...olga, cap: 1, openHandoffs: 1 }, pavel)).toMatchObject({
      chosen: 'pavel',
    });
  });

  it('the pool gets the lead when neither the known owner nor a deputy can take it', () => {
    const exclusions = [{ personId: 'olga', reason: 'declined' as const }];
    expect(decide({ knownOwner, exclusions }, aMember('anna'), olga, { ...pavel, active: false })).toMatchObject({
      chosen: 'anna',
      reason: 'at-work',
      knownOwnerExclusions: [
        { personId: 'olga', reason: 'declined' },
        { personId: 'pavel', reason: 'inactive' },
      ],
    });
  });

  it('the known owner must speak the language of the lead but needs no skills', () => {
    const terms = { ...aRequest().terms, rules: [{ id: 'r', pool: { skills: ['tenders'] } }] };
    expect(decide({ knownOwner, terms }, olga).chosen).toBe('olga');
    expect(decide({ knownOwner, ...speaking('ka') }, { ...olga, languages: ['ru'] }, aMember('anna')).chosen).toBe(
      'anna',
    );
  });

  it('the known owner is ignored if the agreement does not ask for one owner per company', () => {
    const terms = { ...aRequest().terms, oneOwnerPerCompany: false };
    const decision = decide({ knownOwner, terms }, aMember('anna'), olga);
    expect(decision.chosen).toBe('anna');
    expect(decision).not.toHaveProperty('knownOwner');
  });
});

describe('leads ahead in the queue', () => {
  const two = [aMember('anna', { cap: 3, openHandoffs: 2 }), aMember('boris', { cap: 3, openHandoffs: 2 })];
  const leadsAhead = (count: number, ...personIds: string[]) => ({ queuedAhead: [{ personIds, count }] });

  it('a lead is assigned only if the leads ahead leave capacity', () => {
    expect(decide(leadsAhead(1, 'anna', 'boris'), ...two)).toMatchObject({ chosen: 'anna', queuedAhead: 1 });
    const decision = decide(leadsAhead(2, 'anna', 'boris'), ...two);
    expect(decision).toMatchObject({ noChoiceReason: 'queue-first', exclusions: [] });
    expect(awaitedMembers(decision)).toEqual(['anna', 'boris']);
  });

  it('a member without a cap has capacity for every lead', () => {
    expect(decide(leadsAhead(500, 'boris'), aMember('anna'), two[1]!).chosen).toBe('anna');
  });

  it('leads ahead that wait for other people take no capacity', () => {
    expect(decide(leadsAhead(500, 'clara'), ...two)).toMatchObject({ chosen: 'anna', queuedAhead: 0 });
  });
});
