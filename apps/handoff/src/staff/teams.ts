import type { Role } from '@baton/domain';
import { PgPool, problems } from '@baton/service';
import type { Caller } from '@baton/service';
import { Injectable } from '@nestjs/common';

@Injectable()
export class Teams {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** The first team, which new leads go to. */
  async defaultTeamId(): Promise<string> {
    const { rows } = await this.#pool.query<{ team_id: string }>(
      'SELECT team_id FROM handoff.team ORDER BY position LIMIT 1',
    );
    if (!rows[0]) throw new Error('There is no team for new leads. Add one to the team file and restart the service');
    return rows[0].team_id;
  }

  /** The caller that a person would be with their own token. @throws Problem 422 if they are unknown or not active. */
  async callerFor(personId: string): Promise<Caller> {
    const { rows } = await this.#pool.query<{ roles: Role[]; team_id: string | null }>(
      'SELECT roles, team_id FROM handoff.person WHERE person_id = $1 AND active',
      [personId],
    );
    const [person] = rows;
    if (!person)
      throw problems.unprocessable(`"${personId}" is not an active person. Use an id from GET /people.`, {
        type: 'unknown-person',
      });
    const { roles, team_id: teamId } = person;
    return { id: personId, kind: 'person', roles, ...(teamId !== null && { teamId }) };
  }

  async exists(teamId: string): Promise<boolean> {
    const { rowCount } = await this.#pool.query('SELECT FROM handoff.team WHERE team_id = $1', [teamId]);
    return rowCount === 1;
  }

  async isActiveMember(personId: string, role: Role, teamId: string | null): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `SELECT FROM handoff.person WHERE person_id = $1 AND team_id = $2 AND active AND $3 = ANY (roles)`,
      [personId, teamId, role],
    );
    return rowCount === 1;
  }
}
