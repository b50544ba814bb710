import type { Absence, Role, WeeklyHours } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';
import type { PersonResponse } from './people.response.ts';

export async function readPeople(
  on: SqlExecutor,
  { personId, teamId, left }: { personId?: string; teamId?: string; left?: boolean },
): Promise<PersonResponse[]> {
  const people = await on.query<PersonResponse[]>(
    `SELECT p.person_id AS "personId", p.team_id AS "teamId", p.roles, p.zone, p.hours, p.skills, p.languages, p.cap,
            p.deputy_id AS "deputyId", p.last_assigned_at AS "lastAssignedAt", p.left_at AS "leftAt", p.from_file AS "fromFile",
            (SELECT count(*)::integer FROM handoff.handoff h WHERE h.owner_id = p.person_id AND h.${COUNTS_TOWARDS_CAP}) AS "openHandoffs",
            (SELECT coalesce(jsonb_agg(jsonb_build_object('absenceId', a.absence_id, 'from', a.from_at, 'to', a.to_at) ORDER BY a.from_at), '[]')
             FROM handoff.absence a WHERE a.person_id = p.person_id AND a.to_at > now()) AS absences
     FROM handoff.person p
     WHERE ($1::text IS NULL OR p.person_id = $1) AND ($2::text IS NULL OR p.team_id = $2)
       AND ($3::boolean IS NULL OR p.active <> $3)
     ORDER BY p.team_id, p.person_id`,
    [personId ?? null, teamId ?? null, left ?? null],
  );
  return people.map((person) => ({ ...person, absences: person.absences.map(withUtcMoments) }));
}

/** Timestamps in JSON from PostgreSQL are in the zone of the session. */
const withUtcMoments = <Span extends Absence>({ from, to, ...rest }: Span): Span =>
  ({ ...rest, from: new Date(from).toISOString(), to: new Date(to).toISOString() }) as Span;

/** A person whose row is locked until the transaction ends. */
export interface LockedPerson {
  teamId: string | null;
  active: boolean;
  roles: Role[];
}

export async function lockPerson(transaction: SqlExecutor, personId: string): Promise<LockedPerson | undefined> {
  const [person] = await transaction.query<LockedPerson[]>(
    'SELECT team_id AS "teamId", active, roles FROM handoff.person WHERE person_id = $1 FOR UPDATE',
    [personId],
  );
  return person;
}

export interface PersonSettings {
  personId: string;
  teamId: string | null;
  roles: Role[];
  email: string | null;
  zone: string | null;
  hours: WeeklyHours | null;
  skills: string[];
  languages: string[];
  cap: number | null;
  deputyId: string | null;
}

/** The team file no longer changes the person. */
export async function writePerson(transaction: SqlExecutor, person: PersonSettings): Promise<void> {
  const { personId, teamId, roles, email, zone, hours, skills, languages, cap, deputyId } = person;
  await transaction.query(
    `INSERT INTO handoff.person AS p
       (person_id, team_id, roles, email, zone, hours, skills, languages, cap, deputy_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (person_id) DO UPDATE
       SET team_id = excluded.team_id, roles = excluded.roles, email = coalesce(excluded.email, p.email),
           zone = excluded.zone, hours = excluded.hours, skills = excluded.skills, languages = excluded.languages,
           cap = excluded.cap, deputy_id = excluded.deputy_id, from_file = false`,
    [personId, teamId, roles, email, zone, hours && JSON.stringify(hours), skills, languages, cap, deputyId],
  );
}
