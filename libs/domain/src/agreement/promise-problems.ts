import { durationMilliseconds } from '../time/duration.ts';
import { duplicates, unsortedDurations } from './agreement-problem.ts';
import type { AgreementProblem } from './agreement-problem.ts';
import type { Agreement, PromiseName, PromiseTerms } from './agreement.ts';
import { promisesUnder } from './promises-under.ts';
import { conditionProblems } from './routing-problems.ts';

export const promiseProblems = (promises: Agreement['promises']): AgreementProblem[] =>
  Object.entries(promises).flatMap(([name, terms]) => termsProblems(terms, `promises.${name}`));

/** Each rule, and the promises as they are under it. */
export function promiseRuleProblems({
  promises,
  promiseRules,
}: Pick<Agreement, 'promises' | 'promiseRules'>): AgreementProblem[] {
  return [
    ...duplicates(promiseRules, ({ id }) => id, 'promiseRules', 'id'),
    ...promiseRules.flatMap((rule, index) => {
      const path = `promiseRules.${index}`;
      const changed = Object.keys(rule.promises) as PromiseName[];
      const under = promisesUnder(promises, rule);
      return [
        ...(Object.keys(rule.when).length === 0
          ? [
              {
                path: `${path}.when`,
                message: 'every lead matches: change the promises themselves, or give a condition',
              },
            ]
          : []),
        ...conditionProblems(rule.when, `${path}.when`),
        ...(changed.length === 0
          ? [
              {
                path: `${path}.promises`,
                message: 'the rule changes no promise: name the terms that differ, or remove it',
              },
            ]
          : []),
        ...changed.flatMap((name) => termsProblems(under[name], `${path}.promises.${name}`)),
      ];
    }),
  ];
}

function termsProblems({ remindAtShares, ladder }: PromiseTerms, path: string): AgreementProblem[] {
  return [
    ...unsortedReminders(remindAtShares, `${path}.remindAtShares`),
    ...firstStepProblems(ladder, `${path}.ladder`),
    ...unsortedDurations(
      ladder.map(({ after }) => after),
      `${path}.ladder`,
      'after',
    ),
    ...ladder.flatMap(({ notify }, index) => duplicates(notify, (target) => target, `${path}.ladder.${index}.notify`)),
  ];
}

/** A breach must notify somebody immediately. */
function firstStepProblems([first]: PromiseTerms['ladder'], path: string): AgreementProblem[] {
  if (!first)
    return [{ path, message: 'nobody is notified when the promise breaks: write a first step with after: PT0S' }];
  if (durationMilliseconds(first.after) === 0) return [];
  const message = `nobody is notified until ${first.after} after the breach: write the first step with after: PT0S`;
  return [{ path: `${path}.0.after`, message }];
}

function unsortedReminders(remindAtShares: readonly number[], path: string): AgreementProblem[] {
  return remindAtShares.flatMap((share, index) => {
    const before = remindAtShares[index - 1];
    if (before === undefined || share > before) return [];
    return [
      {
        path: `${path}.${index}`,
        message: `${share} is not greater than ${before}: write the shares in ascending order`,
      },
    ];
  });
}
