import { DAY, deputyFor, personHoursProblems, weekdays } from '@baton/domain';
import type { WeeklyHours, WithDeputy } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { CommitSignal, PgPool, problems } from '@baton/service';
import type { Caller, FieldProblem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { insertNotifications } from '../notifications/notification-rows.ts';
import { AccessPublisher } from '../staff/access-publisher.ts';
import type { AbsenceRequest, PersonRequest, WeeklyHoursRequest } from '../staff/people.request.ts';
import type { PersonResponse } from '../staff/people.response.ts';
import { lockPerson, readPeople, writePerson } from '../staff/person-rows.ts';
import type { LockedPerson, PersonSettings } from '../staff/person-rows.ts';
import { assertLeadsTeam, isAdmin } from '../staff/staff-access.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { recordTeamChange } from '../team-queue/team-changes.ts';

/** Two years. A longer absence is a departure, or a mistyped year. */
const LONGEST_ABSENCE_DAYS = 731;

type PersonChange = (transaction: SqlExecutor, person: LockedPerson) => Promise<void>;

/** Changes people in transactions that hold the lock of their team, which routing decisions take too. */
@Injectable()
export class People {
  readonly #pool: PgPool;
  readonly #signal: CommitSignal;
  readonly #access: AccessPublisher;

  constructor(pool: PgPool, signal: CommitSignal, access: AccessPublisher) {
    this.#pool = pool;
    this.#signal = signal;
    this.#access = access;
  }

  list(which: { teamId?: string; left: boolean }): Promise<PersonResponse[]> {
    return readPeople(sqlExecutorOf(this.#pool), which);
  }

  /** @throws Problem 404 */
  async get(personId: string, on: SqlExecutor = sqlExecutorOf(this.#pool)): Promise<PersonResponse> {
    const [person] = await readPeople(on, { personId });
    if (!person) throw noSuchPerson(personId);
    return person;
  }

  /** Sets every field of a new or existing person. A field that is left out is cleared. */
  async put(personId: string, body: PersonRequest, caller: Caller): Promise<PersonResponse> {
    return this.#commit(async (transaction) => {
      const { teamId = null, roles, email = null, zone = null, cap = null, deputyId = null } = body;
      const hours = body.hours ? presentDays(body.hours) : null;
      await lockTeams(transaction, teamId === null ? [] : [teamId], [personId]);
      const current = await lockPerson(transaction, personId);
      assertMayChange(caller, current, { teamId, roles });
      await assertValidSettings(transaction, personId, { teamId, zone, hours, deputyId });
      const { skills, languages } = body;
      const person = { personId, teamId, roles, email, zone, hours, cap, deputyId, skills, languages };
      await writePerson(transaction, person);
      const changed = new Set([teamId, current?.teamId].filter((each) => each != null));
      for (const each of changed) await recordTeamChange(transaction, each);
      return this.get(personId, transaction);
    });
  }

  async addAbsence(personId: string, { from, to }: AbsenceRequest, caller: Caller): Promise<PersonResponse> {
    if (Date.parse(from) >= Date.parse(to)) {
      throw invalidField('to', 'not-after', `must be after ${from}`);
    }
    if (Date.parse(to) - Date.parse(from) > LONGEST_ABSENCE_DAYS * DAY) {
      const message = `must be at most two years after ${from}. For a longer time, use POST /people/${personId}/leave`;
      throw invalidField('to', 'too-long', message);
    }
    return this.#changeAbsences(personId, caller, async (transaction, { teamId }) => {
      const [absence] = await transaction.query<{ absence_id: string }[]>(
        `INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by) VALUES ($1, $2, $3, $4)
         RETURNING absence_id`,
        [personId, from, to, caller.id],
      );
      if (teamId !== null) await recordTeamChange(transaction, teamId);
      if (caller.id !== personId || !absence) return;
      const facts = { personId, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const stepId = `absence/${absence.absence_id}`;
      const recipient = { role: 'team-lead' as const, teamId };
      await insertNotifications(transaction, [{ stepId, recipient, kind: 'absence-entered', facts }]);
    });
  }

  async removeAbsence(personId: string, absenceId: string, caller: Caller): Promise<PersonResponse> {
    return this.#changeAbsences(personId, caller, async (transaction, { teamId }) => {
      const deleted = await transaction.query<unknown[]>(
        'DELETE FROM handoff.absence WHERE absence_id = $1 AND person_id = $2 RETURNING absence_id',
        [absenceId, personId],
      );
      if (deleted.length === 0) throw problems.notFound(`${personId} has no absence ${absenceId}.`);
      if (teamId !== null) await recordTeamChange(transaction, teamId);
    });
  }

  /** Deactivates a person. Accounts go to the deputy or are removed; open handoffs are handed over right afterwards. */
  async leave(personId: string, caller: Caller): Promise<PersonResponse> {
    return this.#change(personId, caller, async (transaction, { teamId, active }) => {
      if (!active) throw problems.conflict(`${personId} has already left.`, { type: 'already-left' });
      await transaction.query('UPDATE handoff.person SET left_at = now(), from_file = false WHERE person_id = $1', [
        personId,
      ]);
      const colleagues = await transaction.query<(WithDeputy & { active: boolean })[]>(
        'SELECT person_id AS "personId", deputy_id AS "deputyId", active FROM handoff.person WHERE team_id = $1',
        [teamId],
      );
      const deputyId = deputyFor(personId, colleagues, (colleague) => colleague.active);
      await (deputyId === undefined
        ? transaction.query('DELETE FROM handoff.account WHERE person_id = $1', [personId])
        : transaction.query('UPDATE handoff.account SET person_id = $2 WHERE person_id = $1', [personId, deputyId]));
      if (teamId !== null) await recordTeamChange(transaction, teamId);
    });
  }

  /** Reactivates a person. */
  async rejoin(personId: string, caller: Caller): Promise<PersonResponse> {
    return this.#change(personId, caller, async (transaction, { teamId, active }) => {
      if (active) throw problems.conflict(`${personId} has not left.`, { type: 'has-not-left' });
      await transaction.query(
        'UPDATE handoff.person SET left_at = NULL, from_file = false, unresponsive_since = NULL WHERE person_id = $1',
        [personId],
      );
      if (teamId !== null) await recordTeamChange(transaction, teamId);
    });
  }

  /** People enter their own absences. */
  #changeAbsences(personId: string, caller: Caller, change: PersonChange): Promise<PersonResponse> {
    return this.#change(personId, caller, change, (person) => {
      if (caller.id !== personId) assertLeadsTeam(caller, person.teamId);
    });
  }

  async #change(
    personId: string,
    caller: Caller,
    change: PersonChange,
    assertAllowed = (person: LockedPerson): void => assertLeadsTeam(caller, person.teamId),
  ): Promise<PersonResponse> {
    return this.#commit(async (transaction) => {
      await lockTeams(transaction, [], [personId]);
      const person = await lockPerson(transaction, personId);
      if (!person) throw noSuchPerson(personId);
      assertAllowed(person);
      await change(transaction, person);
      return this.get(personId, transaction);
    });
  }

  /**
   * What people may do is published with each change, so that access ends everywhere. Waiting leads and the handover of
   * open handoffs react to a change immediately.
   */
  async #commit(change: (transaction: SqlExecutor) => Promise<PersonResponse>): Promise<PersonResponse> {
    const [person, personIds] = await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      return [await change(transaction), await this.#access.publishPeople(transaction)] as const;
    });
    this.#access.forget({ personIds });
    this.#signal.announce();
    return person;
  }
}

const noSuchPerson = (personId: string) => problems.notFound(`There is no person ${personId}.`);

const invalidField = (field: string, code: string, message: string) =>
  problems.unprocessable(`${field} ${message}. Nothing was changed.`, { errors: [{ field, code, message }] });

/** A team lead may change how people of the team work. Only an admin may change teams and roles. */
function assertMayChange(
  caller: Caller,
  current: LockedPerson | undefined,
  { teamId, roles }: { teamId: string | null; roles: string[] },
): void {
  if (isAdmin(caller)) return;
  if (!current) throw problems.forbidden('Only an admin may create people.');
  assertLeadsTeam(caller, current.teamId);
  const sameRoles = roles.length === current.roles.length && current.roles.every((role) => roles.includes(role));
  if (current.teamId !== teamId || !sameRoles) {
    throw problems.forbidden('Only an admin may change the team or the roles of a person. Send them unchanged.');
  }
}

/** Drops omitted weekdays, which are properties with the value undefined. */
const presentDays = (hours: WeeklyHoursRequest): WeeklyHours =>
  Object.fromEntries(
    weekdays.flatMap((day) => (hours[day] ? [[day, hours[day].map(({ from, to }) => ({ from, to }))]] : [])),
  );

async function assertValidSettings(
  transaction: SqlExecutor,
  personId: string,
  { teamId, zone, hours, deputyId }: Pick<PersonSettings, 'teamId' | 'zone' | 'hours' | 'deputyId'>,
): Promise<void> {
  const schedule = { ...(zone !== null && { zone }), ...(hours !== null && { hours }) };
  const errors: FieldProblem[] = personHoursProblems(schedule).map(({ path: field, message }) => {
    return { field, code: 'calendar', message };
  });
  if (teamId !== null) {
    const [team] = await transaction.query<unknown[]>('SELECT FROM handoff.team WHERE team_id = $1', [teamId]);
    if (!team) errors.push({ field: 'teamId', code: 'no-such-team', message: `there is no team ${teamId}` });
  }
  if (deputyId !== null) {
    const [colleague] = await transaction.query<unknown[]>(
      'SELECT FROM handoff.person WHERE person_id = $1 AND person_id <> $2 AND team_id = $3 AND active',
      [deputyId, personId, teamId],
    );
    if (!colleague)
      errors.push({ field: 'deputyId', code: 'not-in-team', message: 'must be another active member of the team' });
  }
  if (errors.length === 0) return;
  throw problems.unprocessable(`Correct ${errors.map(({ field }) => field).join(', ')}. Nothing was changed.`, {
    errors,
  });
}
