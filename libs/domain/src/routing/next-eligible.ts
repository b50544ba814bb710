import type { WorkingTime } from '../time/working-time.ts';
import type { RuledDecision } from './decision.ts';
import { oneWorkingDayFrom } from './see.ts';

/**
 * When the first of those who are merely away becomes eligible: one working day before they begin. What a person's
 * other leads do, and what the team changes, cannot be foreseen.
 */
export function whenEligible({ at, pool, leftOut }: RuledDecision, agreements: WorkingTime): string | undefined {
  const begins = leftOut
    .filter(({ why }) => why === 'absent' || why === 'begins-too-late')
    .flatMap(({ personId }) => pool.find((member) => member.personId === personId)?.worksFrom ?? [])
    .map((worksFrom) => Date.parse(worksFrom));
  if (begins.length === 0) return undefined;
  const soonest = Math.min(...begins);
  const isInSight = (moment: number): boolean =>
    Date.parse(oneWorkingDayFrom(new Date(moment).toISOString(), agreements)) > soonest;
  let tooEarly = Date.parse(at);
  let early = soonest;
  while (early - tooEarly > 1) {
    const middle = Math.floor((tooEarly + early) / 2);
    if (isInSight(middle)) early = middle;
    else tooEarly = middle;
  }
  return new Date(early).toISOString();
}
