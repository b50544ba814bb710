import { agreementProblems } from './agreement-problems.ts';
import { frameworks } from './agreement.ts';
import type { Agreement, Framework, QualifyingQuestion } from './agreement.ts';
import { defaultAgreement } from './default-agreement.ts';
import { questionSets } from './question-sets.ts';

const { criteria, returns } = defaultAgreement;
const asking = (framework: Framework, sql: readonly QualifyingQuestion[]): Agreement => ({
  ...defaultAgreement,
  criteria: { ...criteria, framework, sql: [...sql] },
});
const problemsOf = (agreement: Agreement) => agreementProblems(agreement, new Set(['RU']));

describe('questionSets', () => {
  it.each(frameworks)('the default agreement may ask the questions of %s', (framework) => {
    expect(problemsOf(asking(framework, questionSets[framework]))).toEqual([]);
  });

  it('the frameworks ask what their letters stand for', () => {
    const idsOf = (framework: Framework): string[] => questionSets[framework].map(({ id }) => id);
    expect(idsOf('plain')).toEqual(['need', 'decision-maker', 'budget']);
    expect(idsOf('bant')).toEqual(['budget', 'authority', 'need', 'timeline']);
    expect(idsOf('meddpicc')).toHaveLength(8);
    expect(idsOf('pace')).toEqual(['pain', 'authority', 'consequences', 'environment']);
  });

  it.each(frameworks)('each question of %s that is left out is reported by name', (framework) => {
    for (const { id } of questionSets[framework]) {
      const sql = questionSets[framework].filter((question) => question.id !== id);
      expect(problemsOf(asking(framework, sql))).toContainEqual({
        path: 'criteria.sql',
        message: expect.stringContaining(`the framework ${framework} asks "${id}"`) as string,
      });
    }
  });

  it('an agreement may ask more than its framework, in any order, and decide what is required', () => {
    const own: QualifyingQuestion = { id: 'own', question: { en: 'Own?', ru: 'Своё?' }, required: false };
    const optional = questionSets.bant.map(({ returnReason: _reason, ...question }) => ({
      ...question,
      required: false,
    }));
    const [budget] = questionSets.bant;
    expect(problemsOf(asking('bant', [own, ...optional.slice(1).reverse(), budget!]))).toEqual([]);
  });
});

describe('the return reason of a question', () => {
  const withReason = (reason: string | undefined, required: boolean): Agreement => {
    const [first, ...others] = criteria.sql;
    const { returnReason: _reason, ...question } = first!;
    const changed = { ...question, required, ...(reason !== undefined && { returnReason: reason }) };
    return asking('plain', [changed, ...others]);
  };

  it.each<[string, string | undefined, boolean, string, RegExp]>([
    ['a required question without a reason', undefined, true, 'criteria.sql.0', /write returnReason with one of/],
    [
      'a reason that is not in the dictionary',
      'too-far',
      true,
      'criteria.sql.0.returnReason',
      /"too-far" is not a return/,
    ],
    [
      'a reason of a question that is not required',
      'no-need',
      false,
      'criteria.sql.0.returnReason',
      /remove returnReason/,
    ],
  ])('%s is a problem', (_, reason, required, path, message) => {
    expect(problemsOf(withReason(reason, required))).toEqual([
      { path, message: expect.stringMatching(message) as string },
    ]);
  });

  it('a criterion that the rep must ask needs a reason too', () => {
    const mql = criteria.mql.map(({ returnReason: _reason, ...criterion }) => criterion);
    expect(problemsOf({ ...defaultAgreement, criteria: { ...criteria, mql } }).map(({ path }) => path)).toEqual([
      'criteria.mql.0',
      'criteria.mql.1',
      'criteria.mql.2',
    ]);
  });

  it('a criterion that is not asked needs none', () => {
    const interest = criteria.mql.find(({ id }) => id === 'interest');
    expect(interest).not.toHaveProperty('returnReason');
    expect(problemsOf(defaultAgreement)).toEqual([]);
  });
});

describe('the reasons of the default agreement', () => {
  it('all reasons of the requirements are there, in both languages', () => {
    expect(returns.reasons.map(({ code }) => code)).toEqual([
      'non-target-region',
      'wrong-industry',
      'wrong-size',
      'no-budget',
      'wrong-contact',
      'duplicate',
      'bot',
      'student',
      'competitor',
      'no-need',
      'bought-elsewhere',
      'not-a-decision-maker',
      'already-a-customer',
      'misrouted',
      'irrelevant',
    ]);
    for (const { label } of returns.reasons) expect(label.ru).toMatch(/[а-яё]/i);
  });

  it('only a conversation shows budget, need, role, industry and size', () => {
    const shownByConversation = returns.reasons.filter(({ visibleAt }) => visibleAt === 'conversation');
    expect(shownByConversation.map(({ code }) => code)).toEqual([
      'wrong-industry',
      'wrong-size',
      'no-budget',
      'no-need',
      'bought-elsewhere',
      'not-a-decision-maker',
      'irrelevant',
    ]);
  });
});
