import fc from 'fast-check';
import type { Agreement, Criterion, CriterionAttribute } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import { contactMethods, intakeFlags, signalKinds } from '../lead/lead.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { knownValues } from './attribute-values.ts';
import { judge } from './judge.ts';

const word = fc.constantFrom('logistics', 'gambling', 'medium', 'consumer', 'owner', 'intern', 'student', 'KP', 'RU');
const kind = fc.constantFrom(...signalKinds);
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });

const anyLead: fc.Arbitrary<LeadSnapshot> = fc.record(
  {
    source: fc.constant('website'),
    industry: word,
    segment: word,
    role: word,
    country: word,
    companyDomain: fc.constantFrom('customer.example', 'competitor.example'),
    reachableBy: fc.uniqueArray(fc.constantFrom(...contactMethods)),
    flags: fc.uniqueArray(fc.constantFrom(...intakeFlags)),
    consent: fc.constant(null),
    signals: fc.array(fc.record({ signalId: fc.uuid(), kind, receivedAt: moment.map((date) => date.toISOString()) }), {
      maxLength: 6,
    }),
  },
  { requiredKeys: ['source', 'reachableBy', 'flags', 'consent', 'signals'] },
);

const attribute = fc.constantFrom<CriterionAttribute>('industry', 'segment', 'role', 'country', 'flags', 'signal');
const anyCriterion: fc.Arbitrary<Criterion> = fc.record(
  {
    id: fc.uuid(),
    question: fc.constant({ en: '?', ru: '?' }),
    attribute,
    oneOf: fc.array(word),
    noneOf: fc.array(word),
    whenUnknown: fc.constantFrom('pass', 'fail', 'ask'),
    askOnlyAfter: fc.array(kind),
  },
  { requiredKeys: ['id', 'question', 'attribute', 'whenUnknown'] },
);
/** A red flag never asks, because an SQL needs a yes to every asked criterion. */
const anyRedFlag = fc
  .tuple(anyCriterion, fc.constantFrom('pass', 'fail'))
  .map(([criterion, whenUnknown]) => ({ ...criterion, whenUnknown }));
const anyAgreement: fc.Arbitrary<Agreement> = fc
  .record({
    mql: fc.array(anyCriterion, { minLength: 1, maxLength: 5 }),
    redFlags: fc.array(anyRedFlag, { maxLength: 4 }),
  })
  .map((criteria) => ({ ...defaultAgreement, criteria: { ...defaultAgreement.criteria, ...criteria } }));

const always = (property: (lead: LeadSnapshot, agreement: Agreement) => void): void => {
  fc.assert(fc.property(anyLead, fc.oneof(anyAgreement, fc.constant(defaultAgreement)), property), { numRuns: 500 });
};

describe('judge, for every lead and every agreement', () => {
  it('every criterion is answered once, in order, with its attribute as evidence', () => {
    always((lead, agreement) => {
      const criteria = [...agreement.criteria.mql, ...agreement.criteria.redFlags];
      const { answers } = judge(lead, agreement);
      expect(answers.map(({ criterion }) => criterion)).toEqual(criteria.map(({ id }) => id));
      expect(answers.map(({ evidence }) => evidence.attribute)).toEqual(criteria.map((each) => each.attribute));
    });
  });

  it('an answer is unknown exactly when the attribute is, and otherwise shows a value', () => {
    always((lead, agreement) => {
      for (const { answer, evidence } of judge(lead, agreement).answers) {
        const isKnown = knownValues(lead, evidence.attribute as CriterionAttribute) !== undefined;
        expect(answer === 'unknown').toBe(!isKnown);
        expect(evidence.value !== undefined).toBe(isKnown);
      }
    });
  });

  it('a repeated judgement is the same', () => {
    always((lead, agreement) => {
      expect(judge(structuredClone(lead), structuredClone(agreement))).toEqual(judge(lead, agreement));
    });
  });

  it('a lead with a red flag is never an MQL', () => {
    always((lead, agreement) => {
      const flagged: Agreement = {
        ...agreement,
        criteria: {
          ...agreement.criteria,
          redFlags: [
            ...agreement.criteria.redFlags,
            { id: 'bot', question: { en: '?', ru: '?' }, attribute: 'flags', oneOf: ['bot'], whenUnknown: 'pass' },
          ],
        },
      };
      const verdict = judge({ ...lead, flags: [...lead.flags, 'bot'] }, flagged).verdict;
      expect(verdict).toBe('rejected');
    });
  });

  it('a lead is an MQL only if nothing failed, and only an MQL is asked', () => {
    always((lead, agreement) => {
      const { verdict, answers, askedCriteria } = judge(lead, agreement);
      if (verdict === 'mql') expect(answers.map(({ effect }) => effect)).not.toContain('failed');
      else expect(askedCriteria).toEqual([]);
    });
  });

  it('the score is from 0 to 100 and the sum of its reasons', () => {
    always((lead, agreement) => {
      const { points, reasons } = judge(lead, agreement).score;
      expect(points).toBe(reasons.reduce((sum, reason) => sum + reason.points, 0));
      expect(points).toBeGreaterThanOrEqual(0);
      expect(points).toBeLessThanOrEqual(100);
    });
  });
});
