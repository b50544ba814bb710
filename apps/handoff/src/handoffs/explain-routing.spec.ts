import { directDecision } from '@baton/domain';
import type { RuleBasedDecision, MemberSnapshot } from '@baton/domain';
import { explainRouting } from './explain-routing.ts';

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
const english = (changes: Partial<RuleBasedDecision>): string[] =>
  explainRouting(decision(changes)).map(({ en }) => en);

describe('Why this owner, in words', () => {
  it('goes through the rules, the people and the turn', () => {
    expect(english({ chosen: 'anna', reason: 'starts-soonest', startsAt: '2026-03-03T06:00:00.000Z' })).toEqual([
      `Rule "big" does not fit: the lead's employees is another one, or unknown.`,
      'Rule "everybody" fits.',
      'It needs somebody of team sales with tenders; ru.',
      'clara was left out: has as many open handoffs as they may have.',
      'Could take it: anna (2 of 5 open, turn 1.5), boris (2 open, turn 1.5).',
      'anna was chosen, whose day begins at 2026-03-03T06:00:00.000Z: nobody is at work, and this day begins soonest.',
    ]);
  });

  it('has no rules to tell where the company has its owner', () => {
    const known = { personId: 'olga', knownBy: 'open-deal' as const };
    const knownOwnerExclusions = [{ personId: 'olga', reason: 'absent' as const }];
    expect(english({ knownOwner: known, knownOwnerExclusions, chosen: 'pavel', reason: 'known-owner-deputy' })).toEqual(
      [
        'olga is known to the company by an open deal.',
        'olga was left out: absent for a working day or more.',
        "pavel was chosen: one owner for one company, and this is the owner's deputy.",
      ],
    );
    expect(english({ knownOwner: known, chosen: 'anna', reason: 'at-work' })[1]).toBe(
      'olga is no active rep any more.',
    );
  });

  it('says why nobody, and until when', () => {
    expect(english({ noChoiceReason: 'queue-first', queuedAhead: 3 }).at(-1)).toContain('3 better leads wait');
    expect(
      english({
        noChoiceReason: 'nobody-eligible',
        pool: [],
        exclusions: [],
        nextEligibleAt: '2026-03-04T09:00:00.000Z',
      }).slice(-3),
    ).toEqual([
      'The team has nobody for it.',
      'Nobody was chosen: none of them can take it before 2026-03-03T09:00:00.000Z.',
      'By the clock somebody can from 2026-03-04T09:00:00.000Z.',
    ]);
  });

  it('is short where a person chose', () => {
    expect(explainRouting(directDecision('team-lead', 'sales', 'anna'))).toHaveLength(1);
    expect(explainRouting(directDecision('deputy', 'sales', 'anna'))[0]).toEqual({
      en: 'Handed on to anna.',
      ru: 'Передано дальше: anna.',
    });
  });

  it('says in Russian as much as in English', () => {
    const lines = explainRouting(
      decision({ triedRules: [{ id: 'gone', unmetCondition: 'team' }], chosen: 'anna', reason: 'at-work' }),
    );
    for (const { ru } of lines) expect(ru).toMatch(/[а-я]/);
    expect(lines.map(({ en }) => en)).toContain('No rule fits: the first team takes it.');
  });
});
