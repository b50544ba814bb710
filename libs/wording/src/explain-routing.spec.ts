import { directDecision, exclusionReasons, unmetConditions } from '@baton/domain';
import type { MemberSnapshot, RuleBasedDecision } from '@baton/domain';
import { explainRouting } from './explain-routing.ts';

const ZONE = 'Europe/Moscow';

const member = (personId: string, changes: Partial<MemberSnapshot> = {}): MemberSnapshot => ({
  personId,
  teamId: 'sales',
  active: true,
  skills: [],
  languages: [],
  openHandoffs: 2,
  takenSlots: 0,
  unresponsive: false,
  pass: 1.5,
  weight: 1,
  absent: false,
  ...changes,
});
const decision = (changes: Partial<RuleBasedDecision>): RuleBasedDecision => ({
  basis: 'agreement',
  at: '2026-03-02T20:00:00.000Z',
  startsBefore: '2026-03-03T09:00:00.000Z',
  triedRules: [{ id: 'big', unmetCondition: 'employees' }, { id: 'everybody' }],
  slots: 1,
  target: { teamId: 'sales', role: 'rep', skills: ['tenders'], language: 'ru' },
  pool: [member('anna', { cap: 5 }), member('boris'), member('clara')],
  exclusions: [{ personId: 'clara', reason: 'at-cap' }],
  knownOwnerExclusions: [],
  queuedAhead: 0,
  teamId: 'sales',
  ...changes,
});
const lines = (language: 'en' | 'ru', changes: Partial<RuleBasedDecision>): string[] =>
  explainRouting(decision(changes), ZONE).map((line) => line[language]);

describe('explainRouting', () => {
  const chosen = { chosen: 'anna', reason: 'next-turn' } as const;

  it('a choice by the rules names the rules, the pool and the turn', () => {
    expect(lines('en', chosen)).toEqual([
      'Rule "big" does not match: the lead\'s "employees" is different or unknown.',
      'Rule "everybody" matches.',
      'Needed: a member of team sales; skills: tenders; language: ru.',
      'clara is not eligible: has as many open handoffs as the cap allows.',
      'Eligible: anna (open handoffs: 2 of 5, slots taken: 0 of 1, turn: 1.5), boris (open handoffs: 2, slots taken: 0 of 1, turn: 1.5).',
      'Chosen: anna; next in turn.',
    ]);
  });

  it('a choice by the rules is explained in Russian too', () => {
    expect(lines('ru', chosen)).toEqual([
      'Правило «big» не подошло: значение «сотрудники» другое или неизвестно.',
      'Подошло правило «everybody».',
      'Кто нужен: сотрудник команды sales; навыки: tenders; язык: ru.',
      'clara не подходит: достигнут лимит открытых передач.',
      'Кто подходит: anna (открыто передач: 2 из 5, занято слотов: 0 из 1, очерёдность: 1,5), boris (открыто передач: 2, занято слотов: 0 из 1, очерёдность: 1,5).',
      'Выбор: anna — подошла очередь.',
    ]);
  });

  it('the explanation for a known owner mentions no rules', () => {
    const knownOwner = { personId: 'olga', knownBy: 'open-deal' as const };
    const knownOwnerExclusions = [{ personId: 'olga', reason: 'absent' as const }];
    expect(lines('en', { knownOwner, knownOwnerExclusions, chosen: 'pavel', reason: 'known-owner-deputy' })).toEqual([
      "The company's owner is olga (open deal).",
      'olga is not eligible: absent for a working day or more.',
      'Chosen: pavel; one owner per company, and this is the owner’s deputy.',
    ]);
  });

  it('the explanation says that a known owner no longer takes leads', () => {
    const knownOwner = { personId: 'olga', knownBy: 'account' as const };
    expect(lines('en', { knownOwner, chosen: 'anna', reason: 'next-turn' })[1]).toBe('olga no longer takes leads.');
  });

  it('a postponed lead is explained by its date, not by its company', () => {
    const knownOwner = { personId: 'anna', knownBy: 'postponed' as const };
    const back = { knownOwner, chosen: 'anna', reason: 'known-owner' as const };
    expect(lines('en', back)).toEqual([
      'anna postponed this lead and gets it back.',
      'Chosen: anna; the lead comes back on its date.',
    ]);
    expect(lines('ru', back).at(-1)).toBe('Выбор: anna — отложенный лид возвращается.');
  });

  it.each([
    [1, 'впереди 1 лид', '1 lead is ahead of it'],
    [3, 'впереди 3 лида', '3 leads are ahead of it'],
    [5, 'впереди 5 лидов', '5 leads are ahead of it'],
  ])('the explanation names the %d leads ahead in the queue', (queuedAhead, russian, english) => {
    const queued = { noChoiceReason: 'queue-first', queuedAhead } as const;
    expect(lines('ru', queued).at(-1)).toBe(`Лид ждёт в общей очереди: ${russian}.`);
    expect(lines('en', queued).at(-1)).toBe(`The lead waits in the team queue: ${english}.`);
  });

  it('a known owner who starts later is named with the start of their day', () => {
    const knownOwner = { personId: 'anna', knownBy: 'account' as const };
    const startsAt = '2026-03-03T06:00:00.000Z';
    expect(lines('en', { knownOwner, chosen: 'anna', reason: 'known-owner', startsAt }).at(-1)).toBe(
      'Chosen: anna; one owner per company: 3 March, 09:00 (Europe/Moscow).',
    );
  });

  it.each([
    ['no-free-slot', 'everyone at work is busy with another lead'],
    ['nobody-at-work', 'no one who could take it is at work'],
  ] as const)('an explanation for %s says why the lead waits', (noChoiceReason, english) => {
    expect(lines('en', { noChoiceReason }).at(-1)).toBe(`The lead waits in the team queue: ${english}.`);
    expect(lines('ru', { noChoiceReason }).at(-1)).toMatch(/^Лид ждёт в общей очереди: /);
  });

  it('an explanation without an eligible member says until when', () => {
    const nobody = { noChoiceReason: 'nobody-eligible', pool: [], exclusions: [] } as const;
    expect(lines('en', { ...nobody, pool: [], exclusions: [] }).slice(-2)).toEqual([
      'The team has no one to choose from.',
      'The lead waits in the team queue: no one can take it before 3 March, 12:00 (Europe/Moscow).',
    ]);
  });

  it.each(['team-lead', 'deputy', 'inbound-call', 'closer'] as const)(
    'a choice with the basis %s is explained in one line in both languages',
    (basis) => {
      const explanation = explainRouting(directDecision(basis, 'sales', 'anna'), ZONE);
      expect(explanation).toEqual([{ en: expect.stringMatching(/anna/), ru: expect.stringMatching(/[а-я].*anna/i) }]);
    },
  );

  it('every unmet condition and every exclusion is explained in both languages', () => {
    const triedRules = unmetConditions.map((unmetCondition) => ({ id: 'rule', unmetCondition }));
    const exclusions = exclusionReasons.map((reason) => ({ personId: 'clara', reason }));
    for (const { en, ru } of explainRouting(
      decision({ triedRules, exclusions, chosen: 'anna', reason: 'next-turn' }),
      ZONE,
    )) {
      expect(ru).toMatch(/[а-я]/);
      expect(`${en}${ru}`).not.toMatch(/undefined/);
    }
  });

  it('a lead that matches no rule goes to the first team', () => {
    const triedRules = [{ id: 'gone', unmetCondition: 'team' as const }];
    expect(lines('en', { triedRules, chosen: 'anna', reason: 'next-turn' })).toContain(
      'No rule matches, so the lead goes to the first team.',
    );
  });
});
