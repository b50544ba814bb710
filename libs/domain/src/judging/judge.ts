import type { Agreement, Criterion } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { mustNotBeContacted } from '../lead/refused-contact.ts';
import { isListed, knownValues } from './attribute-values.ts';
import type { CriterionAnswer, Judgement, Verdict } from './judgement.ts';
import { score } from './score.ts';

/** Judges a lead by an agreement. A pure function: the same input always gives the same judgement. */
export function judge(lead: LeadSnapshot, agreement: Agreement): Judgement {
  const profile = agreement.criteria.mql.map((criterion) => answerCriterion(lead, criterion));
  const redFlags = agreement.criteria.redFlags.map((criterion) => answerRedFlag(lead, criterion));
  const answers = [...profile, ...redFlags, ...contactAnswers(lead)];
  const verdict = verdictOf(answers, redFlags);
  return {
    verdict,
    answers,
    // Only an MQL gets a rep who can ask.
    askedCriteria: verdict === 'mql' ? criteriaToAsk(answers) : [],
    score: score(lead, agreement, profile, redFlags),
  };
}

/** The criterion that no agreement can leave out: who wants no contact gets none. */
export const CONTACT_CRITERION = 'contact-allowed';

const contactAnswers = (lead: LeadSnapshot): CriterionAnswer[] =>
  mustNotBeContacted(lead)
    ? [
        {
          criterion: CONTACT_CRITERION,
          answer: 'no',
          evidence: { attribute: 'consent', value: 'refused' },
          effect: 'failed',
        },
      ]
    : [];

/** Whether the person's refusal decided, so that no review can make the lead an MQL either. */
export const isContactRefused = ({ answers }: Pick<Judgement, 'answers'>): boolean =>
  answers.some(({ criterion }) => criterion === CONTACT_CRITERION);

function verdictOf(answers: CriterionAnswer[], redFlags: CriterionAnswer[]): Verdict {
  if (redFlags.some(({ answer }) => answer === 'yes')) return 'rejected';
  return answers.some(({ effect }) => effect === 'failed') ? 'nurtured' : 'mql';
}

const criteriaToAsk = (answers: CriterionAnswer[]): string[] =>
  answers.filter(({ effect }) => effect === 'asked').map(({ criterion }) => criterion);

/** Profile and interest: yes passes. */
function answerCriterion(lead: LeadSnapshot, criterion: Criterion): CriterionAnswer {
  const { answer, evidence } = answerFrom(lead, criterion);
  const effects = { yes: 'passed', no: 'failed', unknown: effectOfUnknown(lead, criterion) } as const;
  return { criterion: criterion.id, answer, evidence, effect: effects[answer] };
}

/** A red flag: yes fails. */
function answerRedFlag(lead: LeadSnapshot, criterion: Criterion): CriterionAnswer {
  const { answer, evidence } = answerFrom(lead, criterion);
  const effects = { yes: 'failed', no: 'passed', unknown: effectOfUnknown(lead, criterion) } as const;
  return { criterion: criterion.id, answer, evidence, effect: effects[answer] };
}

/** Without a value the answer is unknown. A criterion without lists only checks that there is a value. */
function answerFrom(lead: LeadSnapshot, criterion: Criterion): Pick<CriterionAnswer, 'answer' | 'evidence'> {
  const { attribute, oneOf, noneOf } = criterion;
  const values = knownValues(lead, attribute);
  if (values === undefined) return { answer: 'unknown', evidence: { attribute } };
  const all = values.join(', ') || 'none';
  const excluded = values.find((value) => noneOf && isListed(value, noneOf, attribute));
  if (excluded !== undefined) return { answer: 'no', evidence: { attribute, value: excluded } };
  if (oneOf === undefined) return { answer: 'yes', evidence: { attribute, value: all } };
  const listed = values.find((value) => isListed(value, oneOf, attribute));
  return listed === undefined
    ? { answer: 'no', evidence: { attribute, value: all } }
    : { answer: 'yes', evidence: { attribute, value: listed } };
}

function effectOfUnknown(lead: LeadSnapshot, criterion: Criterion): CriterionAnswer['effect'] {
  switch (criterion.whenUnknown) {
    case 'pass':
      return 'passed';
    case 'fail':
      return 'failed';
    case 'ask':
      return mayBeAsked(lead, criterion) ? 'asked' : 'failed';
  }
}

const mayBeAsked = (lead: LeadSnapshot, { askOnlyAfter }: Criterion): boolean =>
  askOnlyAfter === undefined || lead.signals.some(({ kind }) => askOnlyAfter.includes(kind));
