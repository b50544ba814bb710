import { byCodeUnits } from './member.ts';
import type { MemberSnapshot } from './member.ts';

/** How far the round remembers: nobody is held to have had more leads ahead of the others than so many of their own turns. */
const MAXIMUM_TURNS_AHEAD = 20;

/** A person's place in the round after a choice. */
export interface Turn {
  personId: string;
  pass: number;
}

/** Weighted round robin by stride: whose pass is smallest is next; ties by id, so that the same input gives the same owner. */
export const byTurn = (a: MemberSnapshot, b: MemberSnapshot): number =>
  a.pass - b.pass || byCodeUnits(a.personId, b.personId);

/**
 * The passes that a choice changes. The chosen one goes on by one over their weight. Whoever could take no lead at all,
 * being absent or full, is taken along with the smallest pass of the others: who comes back, or is new, begins where the
 * round is, and is not flooded with all that they missed. Being off duty is no such thing: their hours are in the weight.
 *
 * @param available who could have been given a lead, if not this one
 */
export function turnsAfter(
  chosen: string,
  pool: readonly MemberSnapshot[],
  available: readonly MemberSnapshot[],
): Turn[] {
  const lowestPass = Math.min(...available.map(({ pass }) => pass));
  return pool.flatMap((member): Turn[] => {
    const { personId, pass } = member;
    const stride = 1 / member.weight;
    if (personId === chosen) {
      return [
        { personId, pass: Math.min(Math.max(pass, lowestPass) + stride, lowestPass + MAXIMUM_TURNS_AHEAD * stride) },
      ];
    }
    return pass < lowestPass && !available.includes(member) ? [{ personId, pass: lowestPass }] : [];
  });
}
