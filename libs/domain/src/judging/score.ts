import type { Agreement, ScoreTerms } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { DAY } from '../time/units.ts';
import type { CriterionAnswer, Score } from './judgement.ts';

/**
 * A score from 0 to 100, by the agreement: points for the strongest fresh signal, further fresh signals, the fit of the
 * profile and contact methods. A red flag makes it 0. The points are always the sum of the reasons.
 */
export function score(
  lead: LeadSnapshot,
  agreement: Agreement,
  answers: readonly CriterionAnswer[],
  redFlags: readonly CriterionAnswer[],
): Score {
  const raised = redFlags.filter(({ answer }) => answer === 'yes');
  if (raised.length > 0) {
    return { points: 0, reasons: raised.map(({ criterion }) => ({ reason: `red flag: ${criterion}`, points: 0 })) };
  }
  const reasons = [
    ...interest(lead, agreement.score),
    ...profileFit(agreement, answers),
    ...reachability(lead, agreement.score),
  ];
  return { points: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

/** Freshness counts from the latest signal, not from now, which keeps repeated judgements equal. */
function interest(lead: LeadSnapshot, terms: ScoreTerms): Score['reasons'] {
  const { signals, furtherSignal, furtherSignalsAtMost, freshFor } = terms;
  const moments = lead.signals.map(({ receivedAt }) => Date.parse(receivedAt));
  const latest = Math.max(...moments);
  const fresh = lead.signals.filter((_, index) => (moments[index] ?? 0) >= latest - durationMilliseconds(freshFor));
  const [strongest] = fresh.map(({ kind }) => kind).sort((a, b) => signals[b] - signals[a]);
  if (strongest === undefined) return [];
  const further = fresh.length - 1;
  return [
    { reason: `strongest signal: ${strongest}`, points: signals[strongest] },
    ...(further > 0
      ? [
          {
            reason: `further signals within ${durationMilliseconds(freshFor) / DAY} days: ${further}`,
            points: Math.min(further * furtherSignal, furtherSignalsAtMost),
          },
        ]
      : []),
  ];
}

function profileFit(agreement: Agreement, answers: readonly CriterionAnswer[]): Score['reasons'] {
  const questions = agreement.criteria.mql.filter(({ attribute }) => attribute !== 'signal').map(({ id }) => id);
  const fitting = answers.filter(({ criterion, answer }) => answer === 'yes' && questions.includes(criterion));
  if (fitting.length === 0) return [];
  return [
    {
      reason: `profile fits: ${fitting.length} of ${questions.length}`,
      points: Math.round((agreement.score.profile * fitting.length) / questions.length),
    },
  ];
}

const reachability = (lead: LeadSnapshot, { reachableBy }: ScoreTerms): Score['reasons'] =>
  [...new Set(lead.reachableBy)].map((method) => ({
    reason: `reachable by ${method}`,
    points: reachableBy[method],
  }));
