import type { AgreementProblem } from './agreement-problem.ts';
import type { ScoreTerms } from './agreement.ts';

const MAXIMUM_SCORE = 100;

/** A score is at most 100, so that conditions such as `score: { atLeast: 80 }` mean the same in every agreement. */
export function scoreProblems(terms: ScoreTerms): AgreementProblem[] {
  const { signals, furtherSignal, furtherSignalsAtMost, profile, reachableBy } = terms;
  const best = Math.max(...Object.values(signals));
  const contact = Object.values(reachableBy).reduce((sum, points) => sum + points, 0);
  const total = best + furtherSignalsAtMost + profile + contact;
  const problems: AgreementProblem[] = [];
  if (total > MAXIMUM_SCORE) {
    const message = `the best lead would have ${best} + ${furtherSignalsAtMost} + ${profile} + ${contact} = ${total} points: lower them to ${MAXIMUM_SCORE} together`;
    problems.push({ path: 'score', message });
  }
  if (furtherSignal > furtherSignalsAtMost) {
    const message = `one further signal brings ${furtherSignal} points, but all together bring at most ${furtherSignalsAtMost}: write ${furtherSignalsAtMost} or less`;
    problems.push({ path: 'score.furtherSignal', message });
  }
  return problems;
}
