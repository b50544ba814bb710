import type { Agreement } from '../../agreement/agreement.ts';
import type { CommandActor, HandoffCommand, Refusal } from '../../handoff/commands.ts';
import { slotOwnerOf } from '../../handoff/state.ts';
import type { HandoffState } from '../../handoff/state.ts';
import { atWorkBefore, isAway, memberSnapshot } from '../../routing/availability.ts';
import { hasRoom as hasRoomFor } from '../../routing/choose.ts';
import { deputyFor } from '../../routing/deputy.ts';
import type { MemberSnapshot } from '../../routing/member.ts';
import type { PoolRole } from '../../routing/rules.ts';
import { cappedOwnerOf, floorTimes, hasRole } from './floor-member.ts';
import type { FloorHandoff, FloorMember } from './floor-member.ts';

interface Floor {
  readonly agreement: Agreement;
  readonly people: readonly FloorMember[];
  readonly now: string;
  readonly open: FloorHandoff[];
  execute(handoff: FloorHandoff, actor: CommandActor, command: HandoffCommand): Refusal | undefined;
}

/**
 * Hands leads over as the service does. A lead that the absent person has not touched is routed again. If the absence lasts
 * a working day or more, the others go to the first deputy who has room for them, or are routed again if there is none. A
 * person who has left hands over everything.
 */
export function handOverAbsences(floor: Floor, handedOver: Set<string>, actor: CommandActor): void {
  for (const person of floor.people) {
    if (!person.active) {
      handOver(floor, person, floor.now, actor);
      continue;
    }
    for (const { from, to } of person.calendar.absences) {
      const key = `${person.personId} ${from} ${to}`;
      if (handedOver.has(key) || Date.parse(from) > Date.parse(floor.now)) continue;
      handedOver.add(key);
      if (Date.parse(to) > Date.parse(floor.now)) handOver(floor, person, from, actor);
    }
  }
}

function handOver(floor: Floor, person: FloorMember, since: string, actor: CommandActor): void {
  const { personId, teamId } = person;
  const owned = floor.open.filter(({ state }) => cappedOwnerOf(state) === personId);
  for (const handoff of owned.sort((a, b) => b.judged.score - a.judged.score)) {
    const role = handoff.state.stage === 'sql' ? 'closer' : 'rep';
    const isUntouched = slotOwnerOf(handoff.state) === personId;
    if (isAvailable(floor, person, role, since) && !isUntouched) continue;
    const deputyId =
      handoff.state.teamId === teamId && !isUntouched ? deputyOf(floor, person, handoff, role) : undefined;
    const refused = floor.execute(handoff, actor, { type: 'reassign', ...(deputyId && { toPersonId: deputyId }) });
    if (refused) floor.execute(handoff, actor, { type: 'reassign' });
  }
}

function deputyOf(
  floor: Floor,
  { personId, teamId }: FloorMember,
  { state }: FloorHandoff,
  role: PoolRole,
): string | undefined {
  const colleagues = floor.people.filter((each) => each.teamId === teamId);
  return deputyFor(
    personId,
    colleagues,
    (each) =>
      isAvailable(floor, each, role, floor.now) &&
      !snapshotOf(floor, each, floor.now).absent &&
      hasRoom(floor, each, role) &&
      state.exclusions.every((excluded) => excluded.personId !== each.personId),
  );
}

const snapshotOf = ({ agreement }: Pick<Floor, 'agreement'>, person: FloorMember, at: string): MemberSnapshot =>
  memberSnapshot(person, at, agreement.routing.weight, floorTimes);

/** Active, in the role, and not away for a working day or more. */
function isAvailable({ agreement }: Floor, person: FloorMember, role: PoolRole, at: string): boolean {
  const agreementTime = floorTimes.of({ ...agreement.calendar, absences: [] });
  const snapshot = snapshotOf({ agreement }, person, at);
  return (
    person.active && hasRole(person, role) && !isAway(snapshot, atWorkBefore(at, agreementTime, agreement.routing))
  );
}

function hasRoom({ open, agreement }: Floor, { personId, cap }: FloorMember, role: PoolRole): boolean {
  const count = (holderOf: (state: HandoffState) => string | undefined): number =>
    open.filter(({ state }) => holderOf(state) === personId).length;
  const member = {
    openHandoffs: count(cappedOwnerOf),
    takenSlots: count(slotOwnerOf),
    ...(cap !== undefined && { cap }),
  };
  return hasRoomFor(member, role === 'rep' ? agreement.routing.slots : undefined);
}
