import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { RoutingRule } from '../agreement/routing-terms.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { isSameLanguage, matchRules } from './rules.ts';

const lead = (changes: Partial<LeadSnapshot> = {}, score = 50) => ({
  snapshot: { source: 'website', reachableBy: [], flags: [], consent: true, signals: [], ...changes },
  score,
});
const termsWith = (...rules: RoutingRule[]) => ({ ...defaultAgreement.routing, rules });
const teams = ['sales', 'north', 'enterprise'];

describe('matchRules', () => {
  it('the first matching rule decides the pool, and each rule before it says what the lead does not meet', () => {
    const terms = termsWith(
      { id: 'big', when: { employees: { atLeast: 1000 } }, pool: { team: 'enterprise', skills: ['tenders'] } },
      { id: 'north', when: { region: ['Karelia', 'murmansk oblast'], source: ['website'] }, pool: { team: 'north' } },
      { id: 'everybody', pool: {} },
    );
    expect(matchRules(terms, lead({ region: 'Murmansk Oblast', employees: 40 }), teams)).toEqual({
      triedRules: [{ id: 'big', unmetCondition: 'employees' }, { id: 'north' }],
      target: { teamId: 'north', role: 'rep', skills: [] },
    });
    expect(matchRules(terms, lead({ employees: 1000, language: 'de-AT' }), teams)).toEqual({
      triedRules: [{ id: 'big' }],
      target: { teamId: 'enterprise', role: 'rep', skills: ['tenders'], language: 'de-AT' },
    });
    expect(matchRules(terms, lead({ region: 'Tver', employees: 999 }), teams).target.teamId).toBe('sales');
  });

  it.each<[string, RoutingRule['when'], Partial<LeadSnapshot>, number, string | undefined]>([
    ['every given attribute must match', { region: ['Tver'], segment: ['smb'] }, { region: 'Tver' }, 1, 'segment'],
    ['spelling variants match', { segment: ['Mid Market'] }, { segment: 'mid_market' }, 1, undefined],
    ['an unknown attribute matches nothing', { country: ['RU'] }, {}, 1, 'country'],
    ['an empty attribute matches nothing', { country: [''] }, { country: ' ' }, 1, 'country'],
    ['an unknown number of employees matches no bounds', { employees: { atMost: 50 } }, {}, 1, 'employees'],
    ['bounds are inclusive', { employees: { atLeast: 50, atMost: 50 } }, { employees: 50 }, 1, undefined],
    ['a score at the limit matches', { score: { atLeast: 30 } }, {}, 30, undefined],
    ['a score below the limit does not match', { score: { atLeast: 30 } }, {}, 29.9, 'score'],
    ['a language matches in any region', { language: ['ru'] }, { language: 'ru-KZ' }, 1, undefined],
    ['a language does not match a longer code', { language: ['ru'] }, { language: 'run' }, 1, 'language'],
  ])('%s', (_, when, known, score, unmetCondition) => {
    const { triedRules } = matchRules(
      termsWith({ id: 'rule', ...(when && { when }), pool: {} }),
      lead(known, score),
      teams,
    );
    expect(triedRules).toEqual([{ id: 'rule', ...(unmetCondition && { unmetCondition }) }]);
  });

  it('the first team gets the lead when no rule matches, or when the team of the matching rule does not exist', () => {
    const terms = termsWith({ id: 'gone', pool: { team: 'south', skills: ['tenders'] } });
    expect(matchRules(terms, lead(), teams)).toEqual({
      triedRules: [{ id: 'gone', unmetCondition: 'team' }],
      target: { teamId: 'sales', role: 'rep', skills: [] },
    });
    expect(() => matchRules(terms, lead(), [])).toThrow('no team');
  });

  it.each([
    ['ru', 'RU-ru', true],
    ['pt-BR', 'pt', true],
    ['en', 'es', false],
  ])('isSameLanguage("%s", "%s") is %s', (one, other, isSame) => {
    expect(isSameLanguage(one, other)).toBe(isSame);
    expect(isSameLanguage(other, one)).toBe(isSame);
  });
});
