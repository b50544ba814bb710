import { unknownTeams } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { withPositions } from './parse-agreement.ts';
import type { TextProblem } from './parse-agreement.ts';

/** What an agreement says about this Baton that does not hold now, and may tomorrow: it is told, and hinders nothing. */
@Injectable()
export class AgreementWarnings {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** By line and column of the text that the agreement was read from. */
  async of(text: string, { routing }: Agreement): Promise<TextProblem[]> {
    const { rows } = await this.#pool.query<{ team_id: string }>('SELECT team_id FROM handoff.team');
    const teams = rows.map(({ team_id }) => team_id);
    return withPositions(text, unknownTeams(routing, teams), 'no-such-team');
  }
}
