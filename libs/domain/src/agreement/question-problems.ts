import type { AgreementProblem } from './agreement-problem.ts';
import type { Agreement } from './agreement.ts';
import { questionSets } from './question-sets.ts';

/** Questions of the framework that are missing, and questions whose no has no return reason. */
export const questionProblems = ({ criteria, returns }: Agreement): AgreementProblem[] => [
  ...missingQuestions(criteria),
  ...returnReasonProblems(criteria, returns.reasons),
];

function missingQuestions({ framework, sql }: Agreement['criteria']): AgreementProblem[] {
  const missing = questionSets[framework].filter((shipped) => sql.every(({ id }) => id !== shipped.id));
  return missing.map(({ id, question }) => ({
    path: 'criteria.sql',
    message: `the framework ${framework} asks "${id}" (${question.en}): add this question, or remove sql to ask the whole set of the framework`,
  }));
}

interface AskedQuestion {
  path: string;
  returnReason?: string;
  /** Whether a no keeps the lead from becoming an SQL. */
  needsYes: boolean;
}

/** After a no the rep must be able to return the lead for exactly that. */
function returnReasonProblems(
  { mql, sql }: Agreement['criteria'],
  reasons: Agreement['returns']['reasons'],
): AgreementProblem[] {
  const codes = reasons.map(({ code }) => code);
  const questions: AskedQuestion[] = [
    ...mql.map((criterion, index) => ({
      ...criterion,
      path: `criteria.mql.${index}`,
      needsYes: criterion.whenUnknown === 'ask',
    })),
    ...sql.map((question, index) => ({ ...question, path: `criteria.sql.${index}`, needsYes: question.required })),
  ];
  return questions.flatMap(({ path, returnReason, needsYes }) => {
    if (returnReason === undefined) {
      const message = `a no to this question has no return reason: write returnReason with one of ${codes.join(', ')}`;
      return needsYes ? [{ path, message }] : [];
    }
    const at = `${path}.returnReason`;
    if (!codes.includes(returnReason))
      return [{ path: at, message: `"${returnReason}" is not a return reason: write one of ${codes.join(', ')}` }];
    if (needsYes) return [];
    return [{ path: at, message: 'a lead is not returned for a no to this question: remove returnReason' }];
  });
}
