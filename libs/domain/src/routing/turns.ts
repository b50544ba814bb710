import { byCodeUnits } from './member.ts';
import type { MemberSnapshot } from './member.ts';

/** A member's position in the round of a pool after a choice. */
export interface Turn {
  personId: string;
  pass: number;
}

/** Where the round is: the lowest pass of these members. A member who is new to the pool begins there. */
export const roundPosition = (members: readonly MemberSnapshot[]): number => {
  const passes = members.flatMap(({ pass }) => pass ?? []);
  return passes.length === 0 ? 0 : Math.min(...passes);
};

/** Stride scheduling: the lowest pass is next. Ties are broken by id, so that the same input gives the same owner. */
export function byTurn(members: readonly MemberSnapshot[]): (a: MemberSnapshot, b: MemberSnapshot) => number {
  const position = roundPosition(members);
  return (a, b) => (a.pass ?? position) - (b.pass ?? position) || byCodeUnits(a.personId, b.personId);
}

/** For choices that are not turns. A member who was never given a lead comes first. */
export const byLastAssignment = (a: MemberSnapshot, b: MemberSnapshot): number =>
  byCodeUnits(a.lastAssignedAt ?? '', b.lastAssignedAt ?? '') || byCodeUnits(a.personId, b.personId);

/**
 * The passes that change with a turn. The chosen member's pass grows by 1 / weight. Members who could take no lead at all,
 * because they are off duty, absent or full, are raised to where the round is, so that a person who comes back begins there
 * and is not flooded with the leads they missed.
 *
 * @param pool all members of the pool
 * @param contenders those of them who could have been given a lead
 */
export function turnsAfter(
  chosen: string,
  pool: readonly MemberSnapshot[],
  contenders: readonly MemberSnapshot[],
): Turn[] {
  const position = roundPosition(contenders);
  const next = roundPosition(
    contenders.map((member) => (member.personId === chosen ? { ...member, pass: advanced(member, position) } : member)),
  );
  return pool.flatMap((member): Turn[] => {
    const { personId, pass } = member;
    if (personId === chosen) return [{ personId, pass: advanced(member, position) }];
    if (contenders.includes(member)) return pass === undefined ? [{ personId, pass: position }] : [];
    return pass !== undefined && pass < next ? [{ personId, pass: next }] : [];
  });
}

const advanced = ({ pass, weight }: MemberSnapshot, position: number): number => (pass ?? position) + 1 / weight;
