import { unknownTeams } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { withPositions } from './parse-agreement.ts';
import type { TextProblem } from './parse-agreement.ts';

/** Finds references to teams that do not exist. They may be created later, so they do not prevent publication. */
@Injectable()
export class AgreementWarnings {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** The warnings, with their line and column in the text. */
  async of(text: string, { routing }: Agreement): Promise<TextProblem[]> {
    const { rows } = await this.#pool.query<{ team_id: string }>('SELECT team_id FROM handoff.team');
    const teams = rows.map(({ team_id }) => team_id);
    return withPositions(text, unknownTeams(routing, teams), 'no-such-team');
  }
}
