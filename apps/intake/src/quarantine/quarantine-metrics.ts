import { Metrics, PgPool } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';

/** How many messages wait to be reviewed, and how many wait for too long. */
@Injectable()
export class QuarantineMetrics {
  readonly #pool: PgPool;

  constructor(@Inject(PgPool) pool: PgPool, @Inject(Metrics) metrics: Metrics) {
    this.#pool = pool;
    metrics.gauge('intake_quarantine_waiting', 'Quarantined messages that wait to be reviewed', [], () =>
      this.#count('true'),
    );
    metrics.gauge('intake_quarantine_overdue', 'Those that should have been reviewed by now', [], () =>
      this.#count('review_due_at < now()'),
    );
  }

  async #count(condition: string): Promise<number> {
    const { rows } = await this.#pool.query<{ messages: number }>(
      `SELECT count(*)::integer AS messages FROM intake.quarantined_message WHERE status = 'waiting' AND ${condition}`,
    );
    return rows[0]?.messages ?? 0;
  }
}
