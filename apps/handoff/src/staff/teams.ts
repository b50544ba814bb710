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

  /** The team that new leads go to: the first of the file. */
  async defaultTeamId(): Promise<string> {
    const { rows } = await this.#pool.query<{ team_id: string }>(
      'SELECT team_id FROM handoff.team ORDER BY position LIMIT 1',
    );
    if (!rows[0])
      throw new Error('There is no team to hand leads to: name one in the team file and start the service again');
    return rows[0].team_id;
  }

  /** A person as they would sign in. @throws Problem 422 when nobody is known by this id. */
  async callerFor(personId: string): Promise<Caller> {
    const { rows } = await this.#pool.query<{ roles: Role[]; team_id: string | null }>(
      'SELECT roles, team_id FROM handoff.person WHERE person_id = $1 AND active',
      [personId],
    );
    const [person] = rows;
    if (!person)
      throw problems.unprocessable(`Nobody is known as "${personId}"; use the id of a person of the team file.`, {
        type: 'unknown-person',
      });
    const { roles, team_id: teamId } = person;
    return { id: personId, kind: 'person', roles, ...(teamId !== null && { teamId }) };
  }

  /** Whether the person works in this role in the team. */
  async isActiveMember(personId: string, role: Role, teamId: string | null): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `SELECT FROM handoff.person WHERE person_id = $1 AND team_id = $2 AND active AND $3 = ANY (roles)`,
      [personId, teamId, role],
    );
    return rowCount === 1;
  }
}
