import { inTransaction } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HandoffConfig } from '../handoff.config.ts';
import { readTeamFile } from './team-file.ts';

/** Brings the teams of the file into the database at the start; who is no longer in it gets no more leads. */
@Injectable()
export class TeamSeed implements OnApplicationBootstrap {
  readonly #pool: PgPool;
  readonly #config: HandoffConfig;

  constructor(pool: PgPool, config: HandoffConfig) {
    this.#pool = pool;
    this.#config = config;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { teams, people } = readTeamFile(this.#config.TEAM_FILE);
    await inTransaction(this.#pool, async (transaction) => {
      await transaction.query(
        `INSERT INTO handoff.team (team_id, name, position)
         SELECT id, name, position FROM jsonb_to_recordset($1::jsonb) AS team (id text, name text, position integer)
         ON CONFLICT (team_id) DO UPDATE SET name = excluded.name, position = excluded.position`,
        [JSON.stringify(teams.map((team, position) => ({ ...team, position })))],
      );
      await transaction.query('UPDATE handoff.person SET active = false WHERE NOT person_id = ANY ($1)', [
        people.map(({ id }) => id),
      ]);
      await transaction.query(
        `INSERT INTO handoff.person (person_id, team_id, roles, email)
         SELECT id, team, array(SELECT jsonb_array_elements_text(roles)), email
         FROM jsonb_to_recordset($1::jsonb) AS person (id text, team text, roles jsonb, email text)
         ON CONFLICT (person_id) DO UPDATE SET team_id = excluded.team_id, roles = excluded.roles, email = excluded.email, active = true`,
        [JSON.stringify(people)],
      );
    });
  }
}
