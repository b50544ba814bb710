import { PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { IntakeConfig } from '../intake.config.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Lets go after a while of what was refused, by a rule or by a person: it is personal, and became nothing. */
@Injectable()
export class RefusedBodies {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;

  constructor(@Inject(PgPool) pool: PgPool, @Inject(IntakeConfig) config: IntakeConfig) {
    this.#pool = pool;
    this.#config = config;
  }

  /** Answers how many. */
  async purge(now: Date): Promise<number> {
    const oldest = new Date(now.getTime() - this.#config.REFUSED_BODY_RETENTION_DAYS * DAY_MILLISECONDS);
    const { rowCount } = await this.#pool.query(
      `DELETE FROM intake.raw_submission WHERE status = 'refused' AND received_at < $1`,
      [oldest],
    );
    return (rowCount ?? 0) + (await this.#purgeDismissed(oldest));
  }

  /** That somebody dismissed a message stays, and what was wrong with it; what it said goes. */
  async #purgeDismissed(oldest: Date): Promise<number> {
    const { rowCount } = await this.#pool.query(
      `UPDATE intake.quarantined_message SET body = NULL, headers = '{}'
       WHERE status = 'dismissed' AND body IS NOT NULL AND dismissed_at < $1`,
      [oldest],
    );
    return rowCount ?? 0;
  }
}
