import { Metrics, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';

@Injectable()
export class QuarantineMetrics {
  readonly #pool: PgPool;

  constructor(pool: PgPool, metrics: Metrics) {
    this.#pool = pool;
    metrics.gauge('intake_quarantine_waiting', 'Quarantined messages waiting for review', [], () =>
      this.#count('true'),
    );
    metrics.gauge('intake_quarantine_overdue', 'Quarantined messages whose review is overdue', [], () =>
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
