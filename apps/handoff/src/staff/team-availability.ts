import { deputyFor, isAway, memberSnapshot, oneWorkingDayFrom, WorkingTimeCache } from '@baton/domain';
import type { Agreement, HandoffState } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { readPoolMembers } from './pool-member-rows.ts';

const times = new WorkingTimeCache();

/** Those of a person's team who can stand in for them, as they are at a moment by an agreement's way of counting. */
export interface TeamAvailability {
  /** The person's own, as they are now: what they have open may be another's. */
  teamId: string | null;
  /** Whether the person themselves is away for a working day or more, or has left. */
  isAway: boolean;
  /** The first of their deputies who is not, and may have this lead. */
  deputyId?: string;
}

/**
 * @param since from when the person's own time away is measured, where it has begun already
 * @param leftOut who must not get the lead that is to be given on
 */
export async function teamAvailabilityFor(
  on: SqlExecutor,
  personId: string,
  agreement: Agreement,
  { now, since }: { now: string; since: string },
  role: 'rep' | 'closer',
  leftOut: HandoffState['exclusions'],
): Promise<TeamAvailability> {
  const people = await on.query<{ personId: string; teamId: string; deputyId?: string }[]>(
    `SELECT person_id AS "personId", team_id AS "teamId", deputy_id AS "deputyId" FROM handoff.person
     WHERE team_id = (SELECT team_id FROM handoff.person WHERE person_id = $1)`,
    [personId],
  );
  const calendar = agreementCalendar(agreement, now);
  const teamId = people.find((person) => person.personId === personId)?.teamId ?? null;
  const members = await readPoolMembers(on, teamId === null ? [] : [teamId], since, calendar, [role]);
  const isAvailable = (id: string, at: string): boolean => {
    const member = members.find((each) => each.personId === id);
    if (!member) return false;
    const snapshot = memberSnapshot(member, at, agreement.routing.weight, times);
    return !isAway(snapshot, oneWorkingDayFrom(at, times.of(calendar)));
  };
  const deputyId = deputyFor(
    personId,
    people,
    ({ personId: id }) => isAvailable(id, now) && leftOut.every((left) => left.personId !== id),
  );
  return {
    teamId,
    isAway: !isAvailable(personId, since),
    ...(deputyId !== undefined && { deputyId }),
  };
}
