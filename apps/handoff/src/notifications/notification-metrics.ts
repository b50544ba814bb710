import { Metrics, PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';

/** Messages that did not reach anyone yet, by channel. */
@Injectable()
export class NotificationMetrics {
  constructor(pool: PgPool, metrics: Metrics) {
    metrics.gauge(
      'notifications_failing',
      'Unsent messages that failed at least once, by channel; "given-up" ones wait for somebody to send them again',
      ['channel', 'state'],
      async () => {
        const { rows } = await pool.query<{ channel: string; state: string; messages: number }>(
          `SELECT channel, CASE WHEN given_up_at IS NULL THEN 'retrying' ELSE 'given-up' END AS state,
                  count(*)::integer AS messages
           FROM handoff.message WHERE sent_at IS NULL AND last_error IS NOT NULL GROUP BY 1, 2`,
        );
        return rows.map(({ channel, state, messages }) => ({ labels: { channel, state }, value: messages }));
      },
    );
  }
}
