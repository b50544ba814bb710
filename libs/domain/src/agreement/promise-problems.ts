import { durationMilliseconds } from '../time/duration.ts';
import type { Agreement, PromiseTerms } from './agreement.ts';
import { givenTwice, outOfOrder } from './problem.ts';
import type { AgreementProblem } from './problem.ts';

export const promiseProblems = (promises: Agreement['promises']): AgreementProblem[] =>
  Object.entries(promises).flatMap(([name, terms]) => termsProblems(terms, `promises.${name}`));

function termsProblems({ remindAt, ladder }: PromiseTerms, path: string): AgreementProblem[] {
  return [
    ...remindersOutOfOrder(remindAt, `${path}.remindAt`),
    ...firstStepProblems(ladder, `${path}.ladder`),
    ...outOfOrder(
      ladder.map(({ after }) => after),
      `${path}.ladder`,
      'after',
    ),
    ...ladder.flatMap(({ tell }, index) => givenTwice(tell, (told) => told, `${path}.ladder.${index}.tell`)),
  ];
}

/** A breach that nobody hears of at once keeps no promise. */
function firstStepProblems([first]: PromiseTerms['ladder'], path: string): AgreementProblem[] {
  if (!first) return [{ path, message: 'nobody is told when the promise breaks: write a first step with after: PT0S' }];
  if (durationMilliseconds(first.after) === 0) return [];
  const message = `nobody is told until ${first.after} after the breach: let the first step be at the breach itself, after: PT0S`;
  return [{ path: `${path}.0.after`, message }];
}

function remindersOutOfOrder(remindAt: readonly number[], path: string): AgreementProblem[] {
  return remindAt.flatMap((share, index) => {
    const before = remindAt[index - 1];
    if (before === undefined || share > before) return [];
    return [
      { path: `${path}.${index}`, message: `${share} does not come after ${before}: write the shares ascending` },
    ];
  });
}
