import type { Agreement } from '../agreement/agreement.ts';
import type { ContactMethod, LeadSnapshot, SignalKind } from '../lead/lead.ts';
import { DAY } from '../time/units.ts';
import type { CriterionAnswer, Score } from './judgement.ts';

/** How close to a purchase a signal is; at most 40 points. */
const signalPoints: Record<SignalKind, number> = {
  request: 40,
  demo: 40,
  'inbound-call': 40,
  message: 40,
  webinar: 25,
  content: 20,
  visit: 5,
  other: 5,
};

const POINTS_PER_FURTHER_SIGNAL = 5;
const MAXIMUM_FURTHER_SIGNAL_POINTS = 15;
const MAXIMUM_PROFILE_POINTS = 30;
const contactMethodPoints: Record<ContactMethod, number> = { phone: 10, email: 5 };

/** Only signals within 30 days of the latest one count. Counting from that one, not from now, keeps repeated judgements equal. */
const FRESH_MILLISECONDS = 30 * DAY;

/**
 * A score from 0 to 100: up to 40 points for the strongest fresh signal, 15 for further fresh signals, 30 for the fit of
 * the profile and 15 for contact methods. A red flag makes it 0. The points are always the sum of the reasons.
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
  const reasons = [...interest(lead), ...profileFit(agreement, answers), ...reachability(lead)];
  return { points: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

function interest(lead: LeadSnapshot): Score['reasons'] {
  const moments = lead.signals.map(({ receivedAt }) => Date.parse(receivedAt));
  const latest = Math.max(...moments);
  const fresh = lead.signals.filter((_, index) => (moments[index] ?? 0) >= latest - FRESH_MILLISECONDS);
  const [strongest] = fresh.map(({ kind }) => kind).sort((a, b) => signalPoints[b] - signalPoints[a]);
  if (strongest === undefined) return [];
  const further = fresh.length - 1;
  return [
    { reason: `strongest signal: ${strongest}`, points: signalPoints[strongest] },
    ...(further > 0
      ? [
          {
            reason: `further signals within 30 days: ${further}`,
            points: Math.min(further * POINTS_PER_FURTHER_SIGNAL, MAXIMUM_FURTHER_SIGNAL_POINTS),
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
      points: Math.round((MAXIMUM_PROFILE_POINTS * fitting.length) / questions.length),
    },
  ];
}

const reachability = (lead: LeadSnapshot): Score['reasons'] =>
  [...new Set(lead.reachableBy)].map((method) => ({
    reason: `reachable by ${method}`,
    points: contactMethodPoints[method],
  }));
