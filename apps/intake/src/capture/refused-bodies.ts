import { PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { IntakeConfig } from '../intake-config.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Lets refused bodies go after a while: they are personal, and became nothing. */
@Injectable()
export class RefusedBodies {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;

  constructor(@Inject(PgPool) pool: PgPool, @Inject(IntakeConfig) config: IntakeConfig) {
    this.#pool = pool;
    this.#config = config;
  }

  /** Answers how many. */
  async letGo(now: Date): Promise<number> {
    const oldest = new Date(now.getTime() - this.#config.KEEP_REFUSED_DAYS * DAY_MILLISECONDS);
    const { rowCount } = await this.#pool.query(
      `DELETE FROM intake.raw_receipt WHERE status = 'refused' AND received_at < $1`,
      [oldest],
    );
    return rowCount ?? 0;
  }
}
