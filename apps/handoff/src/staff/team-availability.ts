import { atWorkBefore, deputyFor, hasRoom, isAway, memberSnapshot, WorkingTimeCache } from '@baton/domain';
import type { Agreement, HandoffState, MemberSnapshot, PoolMember } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { readPoolMembers } from './pool-member-rows.ts';

const times = new WorkingTimeCache();

/** Whether a person is away, and who in their team can take over a lead. */
export interface TeamAvailability {
  /** The person's current team, which may differ from the team of their open handoffs. */
  teamId: string | null;
  /** Away for a working day or more, or no longer active. */
  isAway: boolean;
  /** The first in the chain of their deputies who is available, has room for the lead, and is not excluded from it. */
  deputyId?: string;
}

/** @param since the start of the person's absence if it has begun, otherwise now */
export async function teamAvailabilityFor(
  on: SqlExecutor,
  personId: string,
  agreement: Agreement,
  { now, since }: { now: string; since: string },
  role: 'rep' | 'closer',
  exclusions: HandoffState['exclusions'],
): Promise<TeamAvailability> {
  const people = await on.query<{ personId: string; teamId: string; deputyId?: string }[]>(
    `SELECT person_id AS "personId", team_id AS "teamId", deputy_id AS "deputyId" FROM handoff.person
     WHERE team_id = (SELECT team_id FROM handoff.person WHERE person_id = $1)`,
    [personId],
  );
  const calendar = agreementCalendar(agreement, now);
  const teamId = people.find((person) => person.personId === personId)?.teamId ?? null;
  const members = await readPoolMembers(on, {
    teamIds: teamId === null ? [] : [teamId],
    pool: { role, skills: [] },
    now: since,
    agreementCalendar: calendar,
  });
  const memberOf = (id: string): PoolMember | undefined => members.find((each) => each.personId === id);
  const snapshotOf = (member: PoolMember, at: string): MemberSnapshot =>
    memberSnapshot(member, at, agreement.routing.weight, times);
  const isAvailable = (id: string, at: string): boolean => {
    const member = memberOf(id);
    return !!member && !isAway(snapshotOf(member, at), atWorkBefore(at, times.of(calendar), agreement.routing));
  };
  const slots = role === 'rep' ? agreement.routing.slots : undefined;
  const canTakeOver = (id: string): boolean => {
    const member = memberOf(id);
    return !!member && isAvailable(id, now) && !snapshotOf(member, now).absent && hasRoom(member, slots);
  };
  const deputyId = deputyFor(
    personId,
    people,
    ({ personId: id }) => canTakeOver(id) && exclusions.every((excluded) => excluded.personId !== id),
  );
  return {
    teamId,
    isAway: !isAvailable(personId, since),
    ...(deputyId !== undefined && { deputyId }),
  };
}
