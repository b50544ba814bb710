import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { Logger, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { HandoffConfig } from '../handoff.config.ts';
import { AccessPublisher } from '../staff/access-publisher.ts';
import { recordTeamChange } from '../team-queue/team-changes.ts';
import { readTeamFile } from './team-file.ts';
import type { TeamFile } from './team-file.ts';

/**
 * Imports teams and people from the team file at startup. People who are no longer in the file have left. A team or
 * person that was changed over the API is skipped from then on. Without an admin, FIRST_ADMIN_ID becomes one.
 */
@Injectable()
export class TeamFileImport implements OnApplicationBootstrap {
  readonly #pool: PgPool;
  readonly #config: HandoffConfig;
  readonly #access: AccessPublisher;
  readonly #logger: Logger;

  constructor(pool: PgPool, config: HandoffConfig, access: AccessPublisher, logger: Logger) {
    this.#pool = pool;
    this.#config = config;
    this.#access = access;
    this.#logger = logger;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { teams, people } = readTeamFile(this.#config.TEAM_FILE);
    const personIds = await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      // Other instances may start and leads may be routed meanwhile. Teams are locked first, in the same order as everywhere.
      await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('baton-team-seed', 0))`);
      await transaction.query('SELECT FROM handoff.team ORDER BY team_id FOR UPDATE');
      await transaction.query(UPSERT_TEAMS, [JSON.stringify(teams.map((team, position) => ({ ...team, position })))]);
      await transaction.query(
        'UPDATE handoff.person SET left_at = now() WHERE from_file AND active AND NOT person_id = ANY ($1)',
        [people.map(({ id }) => id)],
      );
      await transaction.query(UPSERT_PEOPLE, [JSON.stringify(people.map(personRow))]);
      await this.#createFirstAdmin(transaction);
      for (const { id } of teams) await recordTeamChange(transaction, id);
      return this.#access.publishPeople(transaction);
    });
    this.#access.forget({ personIds });
  }

  /** The person has not been in the team file, so it does not change them later. */
  async #createFirstAdmin(transaction: SqlExecutor): Promise<void> {
    const { FIRST_ADMIN_ID: personId } = this.#config;
    const hasAdmin = await transaction.query<unknown[]>(
      `SELECT FROM handoff.person WHERE active AND 'admin' = ANY (roles) LIMIT 1`,
    );
    if (hasAdmin.length > 0) return;
    if (personId === undefined) {
      this.#logger.warn({}, 'Nobody is an admin. Name one in the team file, or set FIRST_ADMIN_ID');
      return;
    }
    await transaction.query(
      `INSERT INTO handoff.person (person_id, roles) VALUES ($1, '{admin}')
       ON CONFLICT (person_id) DO UPDATE
         SET roles = array_append(array_remove(person.roles, 'admin'), 'admin'), left_at = NULL, from_file = false`,
      [personId],
    );
    this.#logger.info({ personId }, 'The person of FIRST_ADMIN_ID is an admin now');
  }
}

const UPSERT_TEAMS = `
  INSERT INTO handoff.team (team_id, name, position, team_lead_id, team_head_id, from_file)
  SELECT id, name, position, lead, head, true
  FROM jsonb_to_recordset($1::jsonb) AS team (id text, name text, position integer, lead text, head text)
  ON CONFLICT (team_id) DO UPDATE
    SET name = excluded.name, position = excluded.position, team_lead_id = excluded.team_lead_id, team_head_id = excluded.team_head_id
    WHERE team.from_file`;

const UPSERT_PEOPLE = `
  INSERT INTO handoff.person
    (person_id, team_id, roles, email, zone, hours, skills, languages, cap, deputy_id, from_file)
  SELECT seed.*, true
  FROM jsonb_to_recordset($1::jsonb) AS seed
    (person_id text, team_id text, roles text[], email text, zone text, hours jsonb, skills text[], languages text[],
     cap integer, deputy_id text)
  ON CONFLICT (person_id) DO UPDATE
    SET team_id = excluded.team_id, roles = excluded.roles, email = excluded.email, zone = excluded.zone,
        hours = excluded.hours, skills = excluded.skills, languages = excluded.languages, cap = excluded.cap,
        deputy_id = excluded.deputy_id, left_at = NULL
    WHERE person.from_file`;

function personRow(person: TeamFile['people'][number]): object {
  const { id, team, roles, email, zone, hours, skills, languages, cap, deputy } = person;
  return { person_id: id, team_id: team, roles, email, zone, hours, skills, languages, cap, deputy_id: deputy };
}
