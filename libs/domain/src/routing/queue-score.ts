import type { RoutingTerms } from '../agreement/routing-terms.ts';
import { DAY } from '../time/units.ts';
import type { WorkingTime } from '../time/working-time.ts';

/** A lead in the team queue. */
export interface WaitingLead {
  score: number;
  /** Since when it has had no owner, ISO 8601. */
  since: string;
}

/**
 * The score that a waiting lead is released by. It grows with each full working day in the queue. Leads of the same day, or
 * of one weekend, keep the order of their scores.
 */
export function queueScore(
  { score, since }: WaitingLead,
  now: string,
  { pointsPerDayInQueue }: RoutingTerms,
  agreementTime: WorkingTime,
): number {
  return score + pointsPerDayInQueue * Math.floor(agreementTime.between('workday', since, now) / DAY);
}
