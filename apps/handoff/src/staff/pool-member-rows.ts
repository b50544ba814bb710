import { personCalendar } from '@baton/domain';
import type { PoolMember, Role, WeeklyHours, WorkingCalendar } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

interface PoolMemberRow {
  person_id: string;
  team_id: string;
  zone: string | null;
  hours: WeeklyHours | null;
  skills: string[];
  languages: string[];
  cap: number | null;
  deputy_id: string | null;
  pass: number;
  open_handoffs: number;
  absences: { from: string; to: string }[];
}

/** A subquery for the absences of the person `p` that end after $2. */
const ABSENCES = `(SELECT coalesce(jsonb_agg(jsonb_build_object('from', a.from_at, 'to', a.to_at) ORDER BY a.from_at), '[]')
   FROM handoff.absence a WHERE a.person_id = p.person_id AND a.to_at > $2)`;

/**
 * The active members of these teams in one of these roles, with the number of their open handoffs.
 * @param includeTeamOf a person whose team is read as well
 */
export async function readPoolMembers(
  on: SqlExecutor,
  teamIds: readonly string[],
  now: string,
  agreementCalendar: WorkingCalendar,
  roles: Role[],
  includeTeamOf?: string,
): Promise<PoolMember[]> {
  const rows = await on.query<PoolMemberRow[]>(
    `SELECT p.person_id, p.team_id, p.zone, p.hours, p.skills, p.languages, p.cap, p.deputy_id, p.pass,
            ${ABSENCES} AS absences,
            (SELECT count(*)::integer FROM handoff.handoff h WHERE h.owner_id = p.person_id AND h.${COUNTS_TOWARDS_CAP}) AS open_handoffs
     FROM handoff.person p
     WHERE (p.team_id = ANY ($1) OR p.team_id = (SELECT team_id FROM handoff.person WHERE person_id = $4))
       AND p.active AND p.roles && $3
     ORDER BY p.person_id`,
    [teamIds, now, roles, includeTeamOf ?? null],
  );
  return rows.map((row) => ({
    personId: row.person_id,
    teamId: row.team_id,
    active: true,
    skills: row.skills,
    languages: row.languages,
    calendar: calendarOf(row, agreementCalendar),
    ...(row.cap !== null && { cap: row.cap }),
    openHandoffs: row.open_handoffs,
    ...(row.deputy_id !== null && { deputyId: row.deputy_id }),
    pass: row.pass,
  }));
}

/** The calendars of these people. An unknown person has none. */
export async function readCalendars(
  on: SqlExecutor,
  personIds: readonly string[],
  since: string,
  agreementCalendar: WorkingCalendar,
): Promise<Map<string, WorkingCalendar>> {
  if (personIds.length === 0) return new Map();
  const rows = await on.query<Pick<PoolMemberRow, 'person_id' | 'zone' | 'hours' | 'absences'>[]>(
    `SELECT p.person_id, p.zone, p.hours, ${ABSENCES} AS absences FROM handoff.person p WHERE p.person_id = ANY ($1)`,
    [personIds, since],
  );
  return new Map(rows.map((row) => [row.person_id, calendarOf(row, agreementCalendar)]));
}

function calendarOf(
  { zone, hours, absences }: Pick<PoolMemberRow, 'zone' | 'hours' | 'absences'>,
  agreementCalendar: WorkingCalendar,
): WorkingCalendar {
  return personCalendar(agreementCalendar, {
    ...(zone !== null && { zone }),
    ...(hours !== null && { hours }),
    // Timestamps in JSON from PostgreSQL are in the zone of the session.
    absences: absences.map(({ from, to }) => ({ from: toUtc(from), to: toUtc(to) })),
  });
}

const toUtc = (moment: string): string => new Date(moment).toISOString();
