import type { WorkingTime } from '../time/working-time.ts';
import { oneWorkingDayFrom } from './availability.ts';
import type { RuleBasedDecision } from './decision.ts';

/**
 * When the first member who is only away becomes eligible: one working day before they start. Changes to the team and
 * to members' other leads cannot be foreseen.
 */
export function earliestEligibility(
  { at, pool, exclusions }: RuleBasedDecision,
  agreementTime: WorkingTime,
): string | undefined {
  const starts = exclusions
    .filter(({ reason }) => reason === 'absent' || reason === 'starts-too-late')
    .flatMap(({ personId }) => pool.find((member) => member.personId === personId)?.worksFrom ?? [])
    .map((worksFrom) => Date.parse(worksFrom));
  if (starts.length === 0) return undefined;
  const soonest = Math.min(...starts);
  const isWithinOneWorkingDay = (moment: number): boolean =>
    Date.parse(oneWorkingDayFrom(new Date(moment).toISOString(), agreementTime)) > soonest;
  let tooEarly = Date.parse(at);
  let earlyEnough = soonest;
  while (earlyEnough - tooEarly > 1) {
    const middle = Math.floor((tooEarly + earlyEnough) / 2);
    if (isWithinOneWorkingDay(middle)) earlyEnough = middle;
    else tooEarly = middle;
  }
  return new Date(earlyEnough).toISOString();
}
