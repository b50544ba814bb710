import { aCalendar, aMember, aRequest, officeHours } from '../spec/team-fixtures.ts';
import type { PoolMember } from './member.ts';
import { turnsAfterDecision } from './choose.ts';
import { awaitedMembers, nextStartOfWork, recompute, route } from './route.ts';
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
  const offDuty = (personId: string, changes: Partial<PoolMember> = {}) =>
    aMember(personId, { calendar: aCalendar({ hours: officeHours('12:00', '16:00') }), ...changes });

  it('the member at work whose turn it is gets the lead while everyone at work has a free slot', () => {
    const people = [offDuty('anna'), inOffice('boris', { pass: 2 }), inOffice('clara', { pass: 1 })];
    expect(decide({}, ...people)).toMatchObject({
      chosen: 'clara',
      reason: 'next-turn',
      exclusions: [{ personId: 'anna', reason: 'off-duty' }],
    });
  });

  it('the member who was given a lead longest ago gets it while others at work have no free slot', () => {
    const people = [
      inOffice('anna', { pass: 0, takenSlots: 1 }),
      inOffice('boris', { pass: 1, lastAssignedAt: monday('09:50') }),
      inOffice('clara', { pass: 9, lastAssignedAt: monday('09:40') }),
    ];
    const decision = decide({}, ...people);
    expect(decision).toMatchObject({ chosen: 'clara', reason: 'longest-without-lead' });
    expect(turnsAfterDecision(decision)).toEqual([]);
  });

  it('a lead that only one member can take now does not count as their turn', () => {
    const decision = decide({}, inOffice('anna', { takenSlots: 1 }), inOffice('boris'));
    expect(decision).toMatchObject({ chosen: 'boris', reason: 'only-one-free' });
    expect(turnsAfterDecision(decision)).toEqual([]);
  });

  it.each<[string, string, PoolMember[], ReturnType<typeof monday>]>([
    ['nobody-at-work', 'everyone is off duty', [inOffice('anna')], monday('20:00')],
    [
      'no-free-slot',
      'everyone at work has a lead to touch first',
      [inOffice('anna', { takenSlots: 1 })],
      monday('10:00'),
    ],
    ['no-free-slot', 'everyone at work is full', [inOffice('anna', { cap: 1, openHandoffs: 1 })], monday('10:00')],
    [
      'nobody-at-work',
      'the only one at work does not respond',
      [inOffice('anna', { unresponsive: true })],
      monday('10:00'),
    ],
    [
      'nobody-eligible',
      'everyone is away',
      [inOffice('anna', absent(monday('00:00'), tuesday('23:00')))],
      monday('10:00'),
    ],
  ])('the lead waits in the queue as %s when %s', (noChoiceReason, _, people, now) => {
    expect(decide({ now }, ...people)).toMatchObject({ noChoiceReason, teamId: 'sales' });
  });

  it('a member who starts on Monday is not away on Friday night, because one working day skips the weekend', () => {
    const decision = decide({ now: '2026-03-06T19:00:00.000Z' }, inOffice('anna'));
    expect(decision).toMatchObject({ noChoiceReason: 'nobody-at-work', startsBefore: '2026-03-10T09:00:00.000Z' });
    expect(nextStartOfWork(decision)).toBe('2026-03-09T09:00:00.000Z');
  });

  it('the lead’s first contact is due in the time in which somebody of the pool works', () => {
    const moscow = inOffice('anna', { calendar: aCalendar({ zone: 'Europe/Moscow' }) });
    const vladivostok = inOffice('boris', { calendar: aCalendar({ zone: 'Asia/Vladivostok' }) });
    expect(decide({ now: monday('20:00') }, moscow, vladivostok).contactDueAt).toBe(monday('23:15'));
    expect(decide({ now: monday('20:00') }, moscow).contactDueAt).toBe(tuesday('06:15'));
  });
});

describe('exclusions', () => {
  it('each excluded member has the first reason that applies, and having no free slot comes last', () => {
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
      aMember('lada', { ...able, calendar: aCalendar({ hours: officeHours('12:00', '16:00') }) }),
      aMember('maks', { ...able, unresponsive: true }),
      aMember('nina', { ...able, takenSlots: 1 }),
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
      lada: 'off-duty',
      maks: 'unresponsive',
      nina: 'no-free-slot',
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
      reason: 'only-one-free',
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

describe('the owner of a postponed lead', () => {
  const knownOwner = { personId: 'olga', knownBy: 'postponed' as const };
  const olga = aMember('olga', { teamId: 'enterprise', takenSlots: 3, pass: 100 });
  const terms = { ...aRequest().terms, oneOwnerPerCompany: false };

  it('the owner of a postponed lead gets it back, slots and the rule about companies aside', () => {
    const decision = decide({ knownOwner, terms }, aMember('anna'), olga);
    expect(decision).toMatchObject({ chosen: 'olga', reason: 'known-owner', teamId: 'enterprise' });
    expect(recompute(decision)).toBe('olga');
  });

  it('a postponed lead whose owner no longer takes leads is routed like any other', () => {
    expect(decide({ knownOwner, terms }, aMember('anna'), { ...olga, active: false })).toMatchObject({
      chosen: 'anna',
      knownOwnerExclusions: [{ personId: 'olga', reason: 'inactive' }],
    });
  });
});

describe('a known owner off duty', () => {
  const knownOwner = { personId: 'olga', knownBy: 'account' as const };
  const olga = (from: string) => inOffice('olga', { calendar: aCalendar({ hours: officeHours(from, '18:00') }) });

  it('the known owner who starts before the first contact is due gets the lead, slots aside', () => {
    const decision = decide(
      { knownOwner, now: monday('08:55') },
      { ...olga('09:00'), takenSlots: 3 },
      inOffice('anna'),
    );
    expect(decision).toMatchObject({ chosen: 'olga', reason: 'known-owner', startsAt: monday('09:00') });
  });

  it('the known owner who starts after the first contact is due does not get the lead', () => {
    const decision = decide({ knownOwner }, olga('11:00'), inOffice('anna'));
    expect(decision).toMatchObject({
      chosen: 'anna',
      contactDueAt: monday('10:15'),
      knownOwnerExclusions: [{ personId: 'olga', reason: 'starts-too-late' }],
    });
  });

  it('a known owner who missed an acceptance and does not respond is skipped', () => {
    const decision = decide({ knownOwner }, { ...olga('09:00'), unresponsive: true }, inOffice('anna'));
    expect(decision).toMatchObject({
      chosen: 'anna',
      knownOwnerExclusions: [{ personId: 'olga', reason: 'unresponsive' }],
    });
  });
});

describe('a member who broke a promise on the lead', () => {
  const exclusions = [{ personId: 'anna', reason: 'promise-broken' as const }];

  it('the member is left out while another member who could take it is at work, even without a free slot', () => {
    expect(decide({ exclusions }, inOffice('anna'), inOffice('boris', { takenSlots: 1 }))).toMatchObject({
      noChoiceReason: 'no-free-slot',
    });
  });

  it('the member gets it again when nobody else who could take it is at work', () => {
    expect(decide({ exclusions }, inOffice('anna'), inOffice('boris', { unresponsive: true })).chosen).toBe('anna');
    expect(
      decide({ exclusions, ...speaking('de') }, inOffice('anna'), inOffice('boris', { languages: ['ru'] })).chosen,
    ).toBe('anna');
  });
});

describe('leads ahead in the queue', () => {
  const leadsAhead = (...personIds: string[]) => ({ queuedAhead: [{ personIds, count: 1 }] });

  it('a new lead waits behind leads that wait for the same people, even when a slot is free', () => {
    const decision = decide(leadsAhead('anna'), aMember('anna'), aMember('boris', { takenSlots: 1 }));
    expect(decision).toMatchObject({ noChoiceReason: 'queue-first', queuedAhead: 1 });
    expect(awaitedMembers(decision)).toEqual(['anna', 'boris']);
  });

  it('leads that wait for other people do not hold it up', () => {
    expect(decide(leadsAhead('clara'), aMember('anna'))).toMatchObject({ chosen: 'anna', queuedAhead: 0 });
  });
});
