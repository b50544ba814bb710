import { personCalendar } from '@baton/domain';
import type { PoolMember, PoolRole, WeeklyHours, WorkingCalendar } from '@baton/domain';
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
  pass: number | null;
  last_assigned_at: Date | null;
  unresponsive: boolean;
  open_handoffs: number;
  taken_slots: number;
  absences: { from: string; to: string }[];
}

/** A subquery for the absences of the person `p` that end after $2. */
const ABSENCES = `(SELECT coalesce(jsonb_agg(jsonb_build_object('from', a.from_at, 'to', a.to_at) ORDER BY a.from_at), '[]')
   FROM handoff.absence a WHERE a.person_id = p.person_id AND a.to_at > $2)`;

/** A pool, which has a round of its members. */
export interface Pool {
  role: PoolRole;
  skills: readonly string[];
}

/** The skills of a pool as its turns are stored under them. */
export const poolSkills = ({ skills }: Pool): string =>
  [...new Set(skills.map((skill) => skill.trim().toLowerCase()))].sort().join(', ');

export interface PoolMembersRequest {
  teamIds: readonly string[];
  pool: Pool;
  /** Absences that ended before are left out. */
  now: string;
  agreementCalendar: WorkingCalendar;
  /** A person whose team is read as well. */
  includeTeamOf?: string | undefined;
  /** What is reserved for this handoff counts neither as a taken slot nor towards the cap. */
  handoffId?: string;
}

/** The active members of these teams in a role, with their open handoffs, slots and turns in the round of the pool. */
export async function readPoolMembers(
  on: SqlExecutor,
  { teamIds, pool, now, agreementCalendar, includeTeamOf, handoffId }: PoolMembersRequest,
): Promise<PoolMember[]> {
  const rows = await on.query<PoolMemberRow[]>(
    `SELECT p.person_id, p.team_id, p.zone, p.hours, p.skills, p.languages, p.cap, p.deputy_id, p.last_assigned_at,
            p.unresponsive_since IS NOT NULL AS unresponsive, turn.pass,
            ${ABSENCES} AS absences,
            (SELECT count(*)::integer FROM handoff.handoff h WHERE h.slot_of = p.person_id) + reserved.leads AS taken_slots,
            (SELECT count(*)::integer FROM handoff.handoff h WHERE h.owner_id = p.person_id AND h.${COUNTS_TOWARDS_CAP})
              + reserved.leads AS open_handoffs
     FROM handoff.person p
     LEFT JOIN handoff.pool_turn turn
       ON turn.team_id = p.team_id AND turn.role = $3 AND turn.skills = $5 AND turn.person_id = p.person_id
     CROSS JOIN LATERAL (
       SELECT count(*)::integer AS leads FROM handoff.handoff h
       WHERE h.reserved_for = p.person_id AND h.reserved_until > now() AND h.handoff_id IS DISTINCT FROM $6
     ) AS reserved
     WHERE (p.team_id = ANY ($1) OR p.team_id = (SELECT team_id FROM handoff.person WHERE person_id = $4))
       AND p.active AND $3 = ANY (p.roles)
     ORDER BY p.person_id`,
    [teamIds, now, pool.role, includeTeamOf ?? null, poolSkills(pool), handoffId ?? null],
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
    takenSlots: row.taken_slots,
    unresponsive: row.unresponsive,
    ...(row.deputy_id !== null && { deputyId: row.deputy_id }),
    ...(row.pass !== null && { pass: row.pass }),
    ...(row.last_assigned_at !== null && { lastAssignedAt: row.last_assigned_at.toISOString() }),
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
