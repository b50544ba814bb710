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
  target: { teamId: 'sales', skills: ['tenders'], language: 'ru' },
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
  const chosen = { chosen: 'anna', reason: 'starts-soonest', startsAt: '2026-03-03T06:00:00.000Z' } as const;

  it('a choice by the rules names the rules, the pool and the turn', () => {
    expect(lines('en', chosen)).toEqual([
      'Rule "big" does not match: the lead\'s "employees" is different or unknown.',
      'Rule "everybody" matches.',
      'Needed: a member of team sales; skills: tenders; language: ru.',
      'clara is not eligible: has as many open handoffs as the cap allows.',
      'Eligible: anna (open handoffs: 2 of 5, turn: 1.5), boris (open handoffs: 2, turn: 1.5).',
      'Chosen: anna; no one is at work, and this person starts soonest: 3 March, 09:00 (Europe/Moscow).',
    ]);
  });

  it('a choice by the rules is explained in Russian too', () => {
    expect(lines('ru', chosen)).toEqual([
      'Правило «big» не подошло: значение «сотрудники» другое или неизвестно.',
      'Подошло правило «everybody».',
      'Кто нужен: сотрудник команды sales; навыки: tenders; язык: ru.',
      'clara не подходит: достигнут лимит открытых передач.',
      'Кто подходит: anna (открыто передач: 2 из 5, очерёдность: 1,5), boris (открыто передач: 2, очерёдность: 1,5).',
      'Выбор: anna — сейчас на работе никого, а рабочий день начнётся раньше, чем у остальных: 3 марта, 09:00 (Europe/Moscow).',
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
    expect(lines('en', { knownOwner, chosen: 'anna', reason: 'at-work' })[1]).toBe('olga no longer takes leads.');
  });

  it.each([
    [1, 'впереди в общей очереди 1 лид', '1 lead is ahead in the team queue'],
    [3, 'впереди в общей очереди 3 лида', '3 leads are ahead in the team queue'],
    [5, 'впереди в общей очереди 5 лидов', '5 leads are ahead in the team queue'],
  ])('the explanation names the %d leads ahead in the queue', (queuedAhead, russian, english) => {
    const queued = { noChoiceReason: 'queue-first', queuedAhead } as const;
    expect(lines('ru', queued).at(-1)).toBe(`Никто не выбран: ${russian}.`);
    expect(lines('en', queued).at(-1)).toBe(`No one was chosen: ${english}.`);
  });

  it('an explanation without an eligible member says until when, and who is expected next by the schedule', () => {
    const nobody = { noChoiceReason: 'nobody-eligible', pool: [], exclusions: [] } as const;
    expect(
      lines('en', { ...nobody, pool: [], exclusions: [], nextEligibleAt: '2026-03-04T09:00:00.000Z' }).slice(-3),
    ).toEqual([
      'The team has no one to choose from.',
      'No one was chosen: no one can take the lead before 3 March, 12:00 (Europe/Moscow).',
      'According to the schedule, someone can take the lead from 4 March, 12:00 (Europe/Moscow).',
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
      decision({ triedRules, exclusions, chosen: 'anna', reason: 'at-work' }),
      ZONE,
    )) {
      expect(ru).toMatch(/[а-я]/);
      expect(`${en}${ru}`).not.toMatch(/undefined/);
    }
  });

  it('a lead that matches no rule goes to the first team', () => {
    const triedRules = [{ id: 'gone', unmetCondition: 'team' as const }];
    expect(lines('en', { triedRules, chosen: 'anna', reason: 'at-work' })).toContain(
      'No rule matches, so the lead goes to the first team.',
    );
  });
});
