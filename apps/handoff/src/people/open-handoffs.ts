import { heir, isAway, oneWorkingDayFrom, see, WorkingTimes, type Agreement, type Stage } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { WITH_SALES } from '../record/with-sales.ts';
import { readMembers } from '../routing/people-rows.ts';

export interface OpenHandoff {
  handoffId: string;
  version: number;
  agreementVersion: number;
  stage: Stage;
}

/** What a person has open, the longest first. */
export function openHandoffsOf(on: SqlExecutor, personId: string): Promise<OpenHandoff[]> {
  return on.query(
    `SELECT handoff_id AS "handoffId", version, agreement_version AS "agreementVersion", stage FROM handoff.handoff
     WHERE owner_id = $1 AND ${WITH_SALES} ORDER BY started_at, handoff_id`,
    [personId],
  );
}

const times = new WorkingTimes();

/** Those of a person's team who can stand in for them, as they are at a moment by an agreement's way of counting. */
export interface TeamNow {
  /** Whether the person themselves is away for a working day or more, or has left. */
  isAway: boolean;
  /** The first of their deputies who is not. */
  heirId?: string;
}

export async function teamOf(
  on: SqlExecutor,
  personId: string,
  agreement: Agreement,
  now: string,
  role: 'rep' | 'closer',
): Promise<TeamNow> {
  const people = await on.query<{ personId: string; teamId: string; deputyId?: string }[]>(
    `SELECT person_id AS "personId", team_id AS "teamId", deputy_id AS "deputyId" FROM handoff.person
     WHERE team_id = (SELECT team_id FROM handoff.person WHERE person_id = $1)`,
    [personId],
  );
  const calendar = agreementCalendar(agreement, now);
  const members = await readMembers(on, [...new Set(people.map(({ teamId }) => teamId))], now, calendar, [role]);
  const seen = members.map((member) => see(member, now, agreement.routing.weight, times));
  const beginsBefore = oneWorkingDayFrom(now, times.of(calendar));
  const there = seen.filter((member) => !isAway(member, beginsBefore)).map((member) => member.personId);
  const heirId = heir(personId, people, (person) => there.includes(person.personId));
  return {
    isAway: !there.includes(personId),
    ...(heirId !== undefined && { heirId }),
  };
}
