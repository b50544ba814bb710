import type { LocalizedText } from '@baton/domain';
import { databaseTime, inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import type { NotificationKind } from '@baton/wording';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../../agreements/agreement-store.ts';
import { closeDeliveryTicket, openDeliveryTicket } from '../../tickets/delivery-ticket.ts';
import type { ChannelName } from '../channel-names.ts';
import type { Channel } from './channels/channel.ts';
import { nextShiftsOf } from './next-shifts.ts';
import type { ShiftOf } from './next-shifts.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { UnplannedNotification } from './plan-deliveries.ts';
import type { QuietHours } from './quiet-hours.ts';
import { releaseUndeliverableRecipients } from './undeliverable-recipients.ts';

const PLAN_BATCH = 200;
const PACK_BATCH = 500;

export interface ClaimedMessage {
  message_id: string;
  channel: ChannelName;
  recipient_id: string | null;
  tries: number;
}

/** One notification within a message, with everything its text needs. */
export interface MessageContent {
  message_id: string;
  notification_id: string;
  kind: NotificationKind;
  facts: Record<string, string>;
  created_at: Date;
  language: string;
  zone: string;
  agreement_zone: string;
  reason: LocalizedText | null;
  email: string | null;
  chat: string | null;
  recipients: string[];
}

/** Plans, packs and sends notifications. Safe with several workers and when one of them crashes. */
@Injectable()
export class Deliveries {
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#pool = pool;
    this.#agreements = agreements;
  }

  /** Decides channel and time for new notifications. Returns how many it planned. */
  async plan(configured: ReadonlySet<ChannelName>, quiet: QuietHours | undefined): Promise<number> {
    if (await this.#isNone('handoff.notification WHERE planned_at IS NULL')) return 0;
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<UnplannedNotification & ShiftOf>(
        `SELECT n.notification_id, n.step_id, n.recipient_id, n.kind, n.facts, person.active, person.email, person.channels,
           agreement.version AS agreement_version,
           coalesce(person.zone, agreement.document -> 'calendar' ->> 'zone', 'UTC') AS zone,
           coalesce(agreement.document -> 'calendar' ->> 'zone', 'UTC') AS agreement_zone
         FROM handoff.notification n
         LEFT JOIN handoff.person ON person.person_id = n.recipient_id
         LEFT JOIN handoff.handoff ON handoff.handoff_id = n.handoff_id
         LEFT JOIN handoff.agreement ON agreement.version = coalesce(handoff.agreement_version, ${CURRENT_VERSION})
         WHERE n.planned_at IS NULL ORDER BY n.created_at LIMIT $1 FOR UPDATE OF n SKIP LOCKED`,
        [PLAN_BATCH],
      );
      if (rows.length === 0) return 0;
      const now = new Date(await databaseTime(sqlExecutorOf(client)));
      const nextShift = await nextShiftsOf(sqlExecutorOf(client), this.#agreements, rows, now);
      const planned = rows.flatMap((row) =>
        planDeliveries({ ...row, worksFrom: nextShift(row) }, configured, now, quiet),
      );
      await client.query(
        `INSERT INTO handoff.delivery (delivery_id, notification_id, channel, recipient_id, not_before)
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS planned
           (delivery_id text, notification_id text, channel text, recipient_id text, not_before timestamptz)
         ON CONFLICT DO NOTHING`,
        [JSON.stringify(planned)],
      );
      await client.query('UPDATE handoff.notification SET planned_at = $2 WHERE notification_id = ANY ($1)', [
        rows.map(({ notification_id }) => notification_id),
        now,
      ]);
      return rows.length;
    });
  }

  /** Only one worker does this at a time. */
  async releaseUndeliverable(configured: ReadonlySet<ChannelName>): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      if (await tryLock(transaction, 'undeliverable-recipients'))
        await releaseUndeliverableRecipients(transaction, configured, new Date(await databaseTime(transaction)));
    });
  }

  /**
   * Packs pending deliveries into messages. The first delivery to a recipient becomes a message immediately; those
   * that follow within the digest interval share one. Only one worker packs a channel at a time, because another one
   * would not see uncommitted messages. Both statements check for stale deliveries, since one may be planned between them.
   */
  async pack({ name, digests }: Channel, digestSeconds: number): Promise<void> {
    const due = 'handoff.delivery WHERE channel = $1 AND message_id IS NULL AND not_before <= now()';
    if (await this.#isNone(due, [name])) return;
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      if (!(await tryLock(transaction, name))) return;
      await skipStale(transaction, name);
      await client.query(
        `WITH ready AS (
           SELECT delivery_id, recipient_id FROM handoff.delivery
           WHERE channel = $1 AND message_id IS NULL AND not_before <= now() AND NOT ${isStale('delivery')} AND NOT ($2 AND EXISTS (
             SELECT FROM handoff.message m WHERE m.channel = $1 AND m.created_at > now() - $3 * interval '1 second' AND NOT ${WAS_SKIPPED}
               AND m.recipient_id IS NOT DISTINCT FROM delivery.recipient_id))
           ORDER BY not_before, delivery_id LIMIT $4
         ), packed AS (
           SELECT min(delivery_id) || CASE WHEN count(*) > 1 THEN '+' || count(*) - 1 ELSE '' END AS message_id,
             recipient_id, array_agg(delivery_id) AS deliveries
           FROM ready GROUP BY recipient_id, CASE WHEN $2 THEN '' ELSE delivery_id END
         ), made AS (
           INSERT INTO handoff.message (message_id, channel, recipient_id) SELECT message_id, $1, recipient_id FROM packed
         )
         UPDATE handoff.delivery SET message_id = packed.message_id FROM packed WHERE delivery_id = ANY (deliveries)`,
        [name, digests, digestSeconds, PACK_BATCH],
      );
    });
  }

  /** Most rounds find nothing to do, and need neither a transaction nor the long query. */
  async #isNone(rowsThat: string, parameters: string[] = []): Promise<boolean> {
    const { rowCount } = await this.#pool.query(`SELECT FROM ${rowsThat} LIMIT 1`, parameters);
    return rowCount === 0;
  }

  /** Claims due messages for a minute. Another worker retries them if this one crashes. */
  async claim(channel: ChannelName, limit: number): Promise<ClaimedMessage[]> {
    const { rows } = await this.#pool.query<ClaimedMessage>(
      `WITH due AS (
         SELECT message_id FROM handoff.message
         WHERE channel = $1 AND sent_at IS NULL AND given_up_at IS NULL AND next_try_at <= now()
         ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED
       )
       UPDATE handoff.message m SET next_try_at = now() + interval '1 minute', tries = m.tries + 1
       FROM due WHERE m.message_id = due.message_id RETURNING m.message_id, m.channel, m.recipient_id, m.tries`,
      [channel, limit],
    );
    return rows;
  }

  async contents(messageIds: string[]): Promise<MessageContent[]> {
    const { rows } = await this.#pool.query<MessageContent>(
      `SELECT d.message_id, n.notification_id, n.kind, n.facts, n.created_at, n.language, person.email,
         person.channels ->> 'telegram' AS chat,
         coalesce(person.zone, agreement.document -> 'calendar' ->> 'zone', 'UTC') AS zone,
         coalesce(agreement.document -> 'calendar' ->> 'zone', 'UTC') AS agreement_zone,
         (SELECT reason -> 'label' FROM jsonb_array_elements(agreement.document -> 'returns' -> 'reasons') AS reason
          WHERE n.kind IN ('returned', 'return-accepted', 'return-decided') AND reason ->> 'code' = n.facts ->> 'reason') AS reason,
         (SELECT array_agg(recipient_id ORDER BY recipient_id) FROM handoff.notification WHERE step_id = n.step_id) AS recipients
       FROM handoff.delivery d
       JOIN handoff.notification n USING (notification_id)
       LEFT JOIN handoff.person ON person.person_id = d.recipient_id
       LEFT JOIN handoff.handoff ON handoff.handoff_id = n.handoff_id
       LEFT JOIN handoff.agreement ON agreement.version = coalesce(handoff.agreement_version, ${CURRENT_VERSION})
       WHERE d.message_id = ANY ($1) ORDER BY n.created_at, n.notification_id`,
      [messageIds],
    );
    return rows;
  }

  /** Also closes the ticket about failing delivery to this recipient. */
  async markSent({ message_id, channel, recipient_id }: ClaimedMessage): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await client.query('UPDATE handoff.message SET sent_at = now(), last_error = NULL WHERE message_id = $1', [
        message_id,
      ]);
      await closeDeliveryTicket(sqlExecutorOf(client), channel, recipient_id);
    });
  }

  async retryLater({ message_id, tries }: ClaimedMessage, waitSeconds: number, failure: string): Promise<void> {
    await this.#pool.query(
      `UPDATE handoff.message SET next_try_at = now() + $3 * interval '1 second', last_error = $4
       WHERE message_id = $1 AND tries = $2 AND sent_at IS NULL`,
      [message_id, tries, waitSeconds, failure],
    );
  }

  /** Stops retrying and opens a ticket. */
  async giveUp({ message_id, channel, recipient_id, tries }: ClaimedMessage, failure: string): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      const { rowCount } = await client.query(
        `UPDATE handoff.message SET given_up_at = now(), last_error = $3
         WHERE message_id = $1 AND tries = $2 AND sent_at IS NULL`,
        [message_id, tries, failure],
      );
      if (rowCount === 1)
        await openDeliveryTicket(sqlExecutorOf(client), { channel, recipientId: recipient_id, failure });
    });
  }
}

/** Tries to be the only worker that does this work until the transaction ends. */
async function tryLock(on: SqlExecutor, work: string): Promise<boolean> {
  const [lock] = await on.query<{ acquired: boolean }[]>('SELECT pg_try_advisory_xact_lock(hashtext($1)) AS acquired', [
    `baton.notifications.${work}`,
  ]);
  return lock?.acquired ?? false;
}

/** For notifications that are not about a handoff. */
const CURRENT_VERSION = `(SELECT max(version) FROM handoff.agreement WHERE NOT document ? 'sources')`;

/** Given up without an attempt: stored only to record why. */
const WAS_SKIPPED = '(m.given_up_at IS NOT NULL AND m.tries = 0)';
const STALE_REASON = 'the lead now has another owner';
const isStale = (delivery: string): string => `EXISTS (
  SELECT FROM handoff.notification n JOIN handoff.handoff h USING (handoff_id)
  WHERE n.notification_id = ${delivery}.notification_id AND n.kind IN ('new-lead', 'lead-came-back') AND h.owner_id IS DISTINCT FROM n.recipient_id)`;

/** Drops notifications of a new or returning lead, held over the quiet hours, whose lead has another owner by now. Records the reason. */
async function skipStale(on: SqlExecutor, channel: ChannelName): Promise<void> {
  await on.query(
    `WITH stale AS (
       SELECT d.delivery_id, d.recipient_id FROM handoff.delivery d
       WHERE d.channel = $1 AND d.message_id IS NULL AND d.not_before <= now() AND ${isStale('d')}
     ), noted AS (
       INSERT INTO handoff.message (message_id, channel, recipient_id, given_up_at, last_error)
       SELECT delivery_id, $1, recipient_id, now(), $2 FROM stale
     )
     UPDATE handoff.delivery d SET message_id = d.delivery_id FROM stale WHERE d.delivery_id = stale.delivery_id`,
    [channel, STALE_REASON],
  );
}
