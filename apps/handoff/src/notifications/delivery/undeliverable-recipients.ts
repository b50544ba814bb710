import type { SqlExecutor } from '@baton/messaging';
import { closeDeliveryTicket, RECIPIENTS_WITH_TICKET } from '../../tickets/delivery-ticket.ts';
import type { ChannelName } from '../channel-names.ts';
import { personalChannels } from './plan-deliveries.ts';
import type { Reachable } from './plan-deliveries.ts';

/** A recipient with unsent messages in a channel or an open ticket; without an id, the channel itself. */
interface PendingRecipient extends Reachable {
  channel: ChannelName;
  recipient_id: string | null;
  since: Date;
}

/** A channel that is not configured here may be configured in another worker, which would have sent by then. */
const SENT_BY_ANOTHER_WORKER_WITHIN_MILLISECONDS = 10 * 60_000;
const UNDELIVERABLE_REASON = 'this channel no longer reaches the recipient';

/**
 * Closes the tickets of recipients whom a channel no longer reaches, because they left, switched it off, lost their
 * address, or the channel is no longer configured. Otherwise no message would ever be sent that closes those tickets.
 * Their unsent notifications are planned again, for the channels that do reach them.
 */
export async function releaseUndeliverableRecipients(
  on: SqlExecutor,
  configured: ReadonlySet<ChannelName>,
  now: Date,
): Promise<void> {
  const pending = await on.query<PendingRecipient[]>(
    `SELECT pending.channel, pending.recipient_id, min(pending.since) AS since, p.active, p.email, p.channels
     FROM (
       SELECT channel, recipient_id, not_before AS since FROM handoff.delivery WHERE message_id IS NULL
       UNION ALL
       SELECT channel, recipient_id, created_at FROM handoff.message WHERE sent_at IS NULL AND given_up_at IS NULL
       UNION ALL
       ${RECIPIENTS_WITH_TICKET}
     ) AS pending LEFT JOIN handoff.person p ON p.person_id = pending.recipient_id
     GROUP BY pending.channel, pending.recipient_id, p.person_id`,
  );
  const undeliverable = pending.filter((recipient) => isUndeliverable(recipient, configured, now));
  if (undeliverable.length === 0) return;
  for (const { channel, recipient_id } of undeliverable) await closeDeliveryTicket(on, channel, recipient_id);
  await on.query(
    `WITH undeliverable AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS undeliverable (channel text, recipient_id text)
     ), given_up AS (
       UPDATE handoff.message m SET given_up_at = $2, last_error = $3 FROM undeliverable u
       WHERE m.channel = u.channel AND m.recipient_id IS NOT DISTINCT FROM u.recipient_id
         AND m.sent_at IS NULL AND m.given_up_at IS NULL
       RETURNING m.message_id
     ), dropped AS (
       DELETE FROM handoff.delivery d USING undeliverable u
       WHERE d.message_id IS NULL AND d.channel = u.channel AND d.recipient_id IS NOT DISTINCT FROM u.recipient_id
       RETURNING d.notification_id, d.recipient_id
     ), unsent AS (
       SELECT d.notification_id, d.recipient_id FROM handoff.delivery d JOIN given_up USING (message_id)
       UNION SELECT notification_id, recipient_id FROM dropped
     )
     UPDATE handoff.notification n SET planned_at = NULL
     FROM unsent JOIN handoff.notification planned USING (notification_id)
     WHERE n.step_id = planned.step_id AND (n.notification_id = planned.notification_id OR unsent.recipient_id IS NULL)`,
    [
      JSON.stringify(undeliverable.map(({ channel, recipient_id }) => ({ channel, recipient_id }))),
      now,
      UNDELIVERABLE_REASON,
    ],
  );
}

function isUndeliverable(recipient: PendingRecipient, configured: ReadonlySet<ChannelName>, now: Date): boolean {
  const { channel, recipient_id, since } = recipient;
  if (!configured.has(channel)) return now.getTime() - since.getTime() > SENT_BY_ANOTHER_WORKER_WITHIN_MILLISECONDS;
  return recipient_id !== null && channel !== 'log' && !personalChannels(recipient).includes(channel);
}
