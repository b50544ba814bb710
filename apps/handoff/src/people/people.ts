import { heir, personsHoursProblems, weekdays } from '@baton/domain';
import type { Deputised, WeeklyHours } from '@baton/domain';
import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool, problems } from '@baton/service';
import type { Caller, FieldProblem } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { lockTeams } from '../routing/choose-owner.ts';
import { noteTeamChange } from '../waiting/freed-place.ts';
import type { AbsenceBody, HoursBody, PersonBody } from './person.dto.ts';
import { lockPerson, readPeople, writePerson } from './person-rows.ts';
import type { LockedPerson, PersonSettings, PersonView } from './person-rows.ts';
import { isAdmin, mustLeadTeam } from './rights.ts';

const DAY = 86_400_000;
/** Two years: whoever is away longer has left, also where a year was mistyped. */
const LONGEST_ABSENCE_DAYS = 731;

/** Who works, when, and in which team. Every change is one transaction under the team's lock, as every choice is. */
@Injectable()
export class People {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  list(which: { teamId?: string; left: boolean }): Promise<PersonView[]> {
    return readPeople(sqlExecutorOf(this.#pool), which);
  }

  /** @throws Problem 404 */
  async one(personId: string, on: SqlExecutor = sqlExecutorOf(this.#pool)): Promise<PersonView> {
    const [person] = await readPeople(on, { personId });
    if (!person) throw noSuchPerson(personId);
    return person;
  }

  /** Sets all that is known of a person, who may be new; what is left out is set to nothing. */
  async put(personId: string, body: PersonBody, caller: Caller): Promise<PersonView> {
    return inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      const { team = null, roles, email = null, zone = null, cap = null, deputy = null } = body;
      const hours = body.hours ? givenDays(body.hours) : null;
      await lockTeams(transaction, team === null ? [] : [team], [personId]);
      const known = await lockPerson(transaction, personId);
      mustBeAllowed(caller, known, { team, roles });
      await refuseUnfit(transaction, personId, { team, zone, hours, deputy });
      const { skills, languages } = body;
      const person = { personId, team, roles, email, zone, hours, cap, deputy, skills, languages };
      await writePerson(transaction, person);
      if (team !== null) await noteTeamChange(transaction, team);
      return this.one(personId, transaction);
    });
  }

  async addAbsence(personId: string, { from, to }: AbsenceBody, caller: Caller): Promise<PersonView> {
    if (Date.parse(from) >= Date.parse(to)) {
      throw unfit('to', 'not-after', 'an absence ends after it begins: write the first moment back');
    }
    if (Date.parse(to) - Date.parse(from) > LONGEST_ABSENCE_DAYS * DAY) {
      const message = `an absence lasts at most two years: write the first moment back, or let them leave (POST /people/${personId}/leave) and come back when they do`;
      throw unfit('to', 'too-long', message);
    }
    return this.#change(personId, caller, async (transaction) => {
      await transaction.query(
        'INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by) VALUES ($1, $2, $3, $4)',
        [personId, from, to, caller.id],
      );
    });
  }

  async removeAbsence(personId: string, absenceId: string, caller: Caller): Promise<PersonView> {
    return this.#change(personId, caller, async (transaction, { teamId }) => {
      const gone = await transaction.query<unknown[]>(
        'DELETE FROM handoff.absence WHERE absence_id = $1 AND person_id = $2 RETURNING absence_id',
        [absenceId, personId],
      );
      if (gone.length === 0) throw problems.notFound(`${personId} has no absence ${absenceId}.`);
      if (teamId !== null) await noteTeamChange(transaction, teamId);
    });
  }

  /** Gets no more leads; what is open is handed on right after, and the accounts go to the deputy, else to nobody. */
  async leave(personId: string, caller: Caller): Promise<PersonView> {
    return this.#change(personId, caller, async (transaction, { teamId, active }) => {
      if (!active) throw problems.conflict(`${personId} has left already.`, { type: 'has-left' });
      await transaction.query('UPDATE handoff.person SET left_at = now(), from_file = false WHERE person_id = $1', [
        personId,
      ]);
      const colleagues = await transaction.query<(Deputised & { active: boolean })[]>(
        'SELECT person_id AS "personId", deputy_id AS "deputyId", active FROM handoff.person WHERE team_id = $1',
        [teamId],
      );
      const heirId = heir(personId, colleagues, (colleague) => colleague.active);
      await (heirId === undefined
        ? transaction.query('DELETE FROM handoff.account WHERE person_id = $1', [personId])
        : transaction.query('UPDATE handoff.account SET person_id = $2 WHERE person_id = $1', [personId, heirId]));
    });
  }

  /** Begins where the round of the team is by now. */
  async comeBack(personId: string, caller: Caller): Promise<PersonView> {
    return this.#change(personId, caller, async (transaction, { teamId, active }) => {
      if (active) throw problems.conflict(`${personId} has not left.`, { type: 'has-not-left' });
      await transaction.query(
        `UPDATE handoff.person p SET left_at = NULL, from_file = false, pass = greatest(p.pass,
           (SELECT min(pass) FROM handoff.person WHERE team_id = $2 AND active))
         WHERE person_id = $1`,
        [personId, teamId],
      );
      if (teamId !== null) await noteTeamChange(transaction, teamId);
    });
  }

  async #change(
    personId: string,
    caller: Caller,
    change: (transaction: SqlExecutor, person: LockedPerson) => Promise<void>,
  ): Promise<PersonView> {
    return inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      await lockTeams(transaction, [], [personId]);
      const person = await lockPerson(transaction, personId);
      if (!person) throw noSuchPerson(personId);
      mustLeadTeam(caller, person.teamId);
      await change(transaction, person);
      return this.one(personId, transaction);
    });
  }
}

const noSuchPerson = (personId: string) => problems.notFound(`There is no person ${personId}.`);

const unfit = (field: string, code: string, message: string) =>
  problems.unprocessable(`${field}: ${message}. Nothing was changed.`, { errors: [{ field, code, message }] });

/** A team lead says how people work; who is in the team, and as what, is an admin's word. */
function mustBeAllowed(
  caller: Caller,
  known: LockedPerson | undefined,
  { team, roles }: { team: string | null; roles: string[] },
): void {
  if (isAdmin(caller)) return;
  if (!known) throw problems.forbidden('Only an admin makes new people.');
  mustLeadTeam(caller, known.teamId);
  const sameRoles = roles.length === known.roles.length && known.roles.every((role) => roles.includes(role));
  if (known.teamId !== team || !sameRoles) {
    throw problems.forbidden('Only an admin changes the team or the roles of a person; send them as they are.');
  }
}

/** A weekday that was left out is a property without a value. */
const givenDays = (hours: HoursBody): WeeklyHours =>
  Object.fromEntries(
    weekdays.flatMap((day) => (hours[day] ? [[day, hours[day].map(({ from, to }) => ({ from, to }))]] : [])),
  );

async function refuseUnfit(
  transaction: SqlExecutor,
  personId: string,
  { team, zone, hours, deputy }: Pick<PersonSettings, 'team' | 'zone' | 'hours' | 'deputy'>,
): Promise<void> {
  const own = { ...(zone !== null && { zone }), ...(hours !== null && { hours }) };
  const errors: FieldProblem[] = personsHoursProblems(own).map(({ path: field, message }) => {
    return { field, code: 'calendar', message };
  });
  if (team !== null) {
    const [there] = await transaction.query<unknown[]>('SELECT FROM handoff.team WHERE team_id = $1', [team]);
    if (!there) errors.push({ field: 'team', code: 'no-such-team', message: `there is no team ${team}` });
  }
  if (deputy !== null) {
    const [colleague] = await transaction.query<unknown[]>(
      'SELECT FROM handoff.person WHERE person_id = $1 AND person_id <> $2 AND team_id = $3 AND active',
      [deputy, personId, team],
    );
    if (!colleague) errors.push({ field: 'deputy', code: 'not-in-team', message: 'name somebody else of the team' });
  }
  if (errors.length === 0) return;
  throw problems.unprocessable(`Correct ${errors.map(({ field }) => field).join(', ')}; nothing was changed.`, {
    errors,
  });
}
