import { inTransaction } from '@baton/messaging';
import { PgPool, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { deliveriesSql } from './deliveries-sql.ts';

/** Resends messages that were given up, once the cause is fixed. */
@Injectable()
export class MessageResend {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /**
   * Resends a message under the same id, so that a receiver that already has it can deduplicate. Records who asked
   * for it and the result of the earlier attempts.
   *
   * @throws Problem 404, or 409 if no message of the notification was given up.
   */
  async resend(notificationId: string, callerId: string): Promise<{ messageIds: string[] }> {
    return inTransaction(this.#pool, async (client) => {
      const { rows: messages } = await client.query<{ message_id: string; given_up: boolean }>(
        `SELECT sent.message_id, sent.given_up_at IS NOT NULL AS given_up FROM handoff.notification n
         LEFT JOIN LATERAL (SELECT m.message_id, m.given_up_at FROM ${deliveriesSql('n')}) AS sent ON true
         WHERE n.notification_id = $1`,
        [notificationId],
      );
      if (messages.length === 0) throw problems.notFound(`There is no notification ${notificationId}.`);
      const givenUp = messages.filter((message) => message.given_up).map(({ message_id }) => message_id);
      const { rows: resent } = await client.query<{ messageId: string }>(
        `WITH kept AS (
           SELECT message_id, tries, given_up_at, last_error FROM handoff.message
           WHERE message_id = ANY ($1) AND given_up_at IS NOT NULL FOR UPDATE
         ), noted AS (
           INSERT INTO handoff.message_resend (message_id, at, requested_by, tries, given_up_at, failure)
           SELECT message_id, now(), $2, tries, given_up_at, last_error FROM kept
         )
         UPDATE handoff.message m SET given_up_at = NULL, tries = 0, next_try_at = now() FROM kept
         WHERE m.message_id = kept.message_id RETURNING m.message_id AS "messageId"`,
        [givenUp, callerId],
      );
      if (resent.length > 0) return { messageIds: resent.map(({ messageId }) => messageId) };
      throw problems.conflict(
        `No message of notification ${notificationId} was given up: it was sent or is still being retried.`,
        { type: 'not-given-up' },
      );
    });
  }
}
