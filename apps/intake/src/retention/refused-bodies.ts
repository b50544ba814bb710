import { DAY } from '@baton/domain';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { IntakeConfig } from '../intake.config.ts';

/** Deletes personal data that never became a lead. */
@Injectable()
export class RefusedBodies {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;

  constructor(pool: PgPool, config: IntakeConfig) {
    this.#pool = pool;
    this.#config = config;
  }

  /** Returns the number of bodies deleted. */
  async purge(now: Date): Promise<number> {
    const oldest = new Date(now.getTime() - this.#config.REFUSED_BODY_RETENTION_DAYS * DAY);
    const { rowCount } = await this.#pool.query(
      `DELETE FROM intake.raw_submission WHERE status = 'refused' AND received_at < $1`,
      [oldest],
    );
    return (rowCount ?? 0) + (await this.#purgeDismissed(oldest));
  }

  /** The row stays, because it records who dismissed the message, when, and why. */
  async #purgeDismissed(oldest: Date): Promise<number> {
    const { rowCount } = await this.#pool.query(
      `UPDATE intake.quarantined_message SET body = NULL, headers = '{}'
       WHERE status = 'dismissed' AND body IS NOT NULL AND dismissed_at < $1`,
      [oldest],
    );
    return rowCount ?? 0;
  }
}
