import type { RoutingRule } from '../agreement/routing-terms.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { isSameLanguage, matchRules } from './rules.ts';

const lead = (changes: Partial<LeadSnapshot> = {}, score = 50) => ({
  snapshot: { source: 'website', reachableBy: [], flags: [], consent: true, signals: [], ...changes },
  score,
});
const under = (...rules: RoutingRule[]) => ({ ...defaultAgreement.routing, rules });
const teams = ['sales', 'north', 'enterprise'];

describe('Routing rules', () => {
  it('the first that matches names the pool; each says what the lead lacks', () => {
    const terms = under(
      { id: 'big', when: { employees: { atLeast: 1000 } }, pool: { team: 'enterprise', skills: ['tenders'] } },
      { id: 'north', when: { region: ['Karelia', 'murmansk oblast'], source: ['website'] }, pool: { team: 'north' } },
      { id: 'everybody', pool: {} },
    );
    expect(matchRules(terms, lead({ region: 'Murmansk Oblast', employees: 40 }), teams)).toEqual({
      triedRules: [{ id: 'big', unmetCondition: 'employees' }, { id: 'north' }],
      target: { teamId: 'north', skills: [] },
    });
    expect(matchRules(terms, lead({ employees: 1000, language: 'de-AT' }), teams)).toEqual({
      triedRules: [{ id: 'big' }],
      target: { teamId: 'enterprise', skills: ['tenders'], language: 'de-AT' },
    });
    expect(matchRules(terms, lead({ region: 'Tver', employees: 999 }), teams).target.teamId).toBe('sales');
  });

  it.each<[string, RoutingRule['when'], Partial<LeadSnapshot>, number, string | undefined]>([
    ['every attribute named must match', { region: ['Tver'], segment: ['smb'] }, { region: 'Tver' }, 1, 'segment'],
    ['however it is spelled', { segment: ['Mid Market'] }, { segment: 'mid_market' }, 1, undefined],
    ['an unknown attribute matches nothing', { country: ['RU'] }, {}, 1, 'country'],
    ['nor does an empty one', { country: [''] }, { country: ' ' }, 1, 'country'],
    ['unknown employees match no bounds', { employees: { atMost: 50 } }, {}, 1, 'employees'],
    ['bounds are inside', { employees: { atLeast: 50, atMost: 50 } }, { employees: 50 }, 1, undefined],
    ['a score is high enough', { score: { atLeast: 30 } }, {}, 30, undefined],
    ['or not', { score: { atLeast: 30 } }, {}, 29.9, 'score'],
    ['a language is that of its region, too', { language: ['ru'] }, { language: 'ru-KZ' }, 1, undefined],
    ['and no other', { language: ['ru'] }, { language: 'run' }, 1, 'language'],
  ])('%s', (_, when, known, score, unmetCondition) => {
    const { triedRules } = matchRules(
      under({ id: 'rule', ...(when && { when }), pool: {} }),
      lead(known, score),
      teams,
    );
    expect(triedRules).toEqual([{ id: 'rule', ...(unmetCondition && { unmetCondition }) }]);
  });

  it('no rule matches, or its team does not exist: the first team takes the lead', () => {
    const terms = under({ id: 'gone', pool: { team: 'south', skills: ['tenders'] } });
    expect(matchRules(terms, lead(), teams)).toEqual({
      triedRules: [{ id: 'gone', unmetCondition: 'team' }],
      target: { teamId: 'sales', skills: [] },
    });
    expect(() => matchRules(terms, lead(), [])).toThrow('no team');
  });

  it.each([
    ['ru', 'RU-ru', true],
    ['pt-BR', 'pt', true],
    ['en', 'es', false],
  ])('%s and %s: the same language is %s', (one, other, same) => {
    expect(isSameLanguage(one, other)).toBe(same);
    expect(isSameLanguage(other, one)).toBe(same);
  });
});
