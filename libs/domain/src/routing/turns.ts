import { byCodeUnits } from './member.ts';
import type { MemberSnapshot } from './member.ts';

/** Limits how long a member is passed over after taking many leads that nobody else could take. */
const MAXIMUM_TURNS_AHEAD = 20;

/** A member's position in the round robin after a choice. */
export interface Turn {
  personId: string;
  pass: number;
}

/** Stride scheduling: the lowest pass is next. Ties are broken by id, so that the same input gives the same owner. */
export const byTurn = (a: MemberSnapshot, b: MemberSnapshot): number =>
  a.pass - b.pass || byCodeUnits(a.personId, b.personId);

/**
 * The passes that change with a choice. The chosen member's pass grows by 1 / weight. Members who could take no lead at
 * all, because they are absent or full, are raised to the lowest pass of the others, so that a new or returning member
 * is not flooded with the leads they missed. Members who are merely off duty are not raised: their weight already
 * reflects their hours.
 *
 * @param available members who could have been given a lead, even if not this one
 */
export function turnsAfter(
  chosen: string,
  pool: readonly MemberSnapshot[],
  available: readonly MemberSnapshot[],
): Turn[] {
  const lowestPass = Math.min(...available.map(({ pass }) => pass));
  return pool.flatMap((member): Turn[] => {
    const { personId, pass } = member;
    if (personId === chosen) {
      const stride = 1 / member.weight;
      const limit = lowestPass + MAXIMUM_TURNS_AHEAD * stride;
      return [{ personId, pass: Math.min(Math.max(pass, lowestPass) + stride, limit) }];
    }
    return pass < lowestPass && !available.includes(member) ? [{ personId, pass: lowestPass }] : [];
  });
}
