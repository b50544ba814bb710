import type { WorkingTime } from '../time/working-time.ts';
import type { RuleBasedDecision } from './decision.ts';
import { oneWorkingDayFrom } from './availability.ts';

/**
 * When the first of those who are merely away becomes eligible: one working day before they begin. What a person's
 * other leads do, and what the team changes, cannot be foreseen.
 */
export function earliestEligibility(
  { at, pool, exclusions }: RuleBasedDecision,
  agreementTime: WorkingTime,
): string | undefined {
  const startMoments = exclusions
    .filter(({ reason }) => reason === 'absent' || reason === 'starts-too-late')
    .flatMap(({ personId }) => pool.find((member) => member.personId === personId)?.worksFrom ?? [])
    .map((worksFrom) => Date.parse(worksFrom));
  if (startMoments.length === 0) return undefined;
  const soonest = Math.min(...startMoments);
  const isWithinOneWorkingDay = (moment: number): boolean =>
    Date.parse(oneWorkingDayFrom(new Date(moment).toISOString(), agreementTime)) > soonest;
  let tooEarly = Date.parse(at);
  let early = soonest;
  while (early - tooEarly > 1) {
    const middle = Math.floor((tooEarly + early) / 2);
    if (isWithinOneWorkingDay(middle)) early = middle;
    else tooEarly = middle;
  }
  return new Date(early).toISOString();
}
