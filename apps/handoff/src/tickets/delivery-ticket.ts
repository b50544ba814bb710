import { HOUR } from '@baton/domain';
import type { ServiceTicketKind } from '@baton/domain';
import { databaseTime } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { closeServiceTicket, openServiceTicket } from './service-tickets.ts';

export const DELIVERY_FAILING: ServiceTicketKind = 'delivery-failing';

const subjectOf = (channel: string, recipientId: string | null): string =>
  [channel, ...(recipientId === null ? [] : [recipientId])].join('.');

/**
 * One ticket for each recipient of a channel: a success for another recipient does not close it. When the channel fails
 * for everybody, ops get one message per hour about it, not one for each recipient.
 */
export async function openDeliveryTicket(
  on: SqlExecutor,
  { channel, recipientId, failure }: { channel: string; recipientId: string | null; failure: string },
): Promise<void> {
  const at = await databaseTime(on);
  const hour = new Date(Math.floor(Date.parse(at) / HOUR) * HOUR).toISOString();
  await openServiceTicket(on, {
    kind: DELIVERY_FAILING,
    subject: subjectOf(channel, recipientId),
    cause: { channel, ...(recipientId !== null && { recipientId }), failure },
    at,
    notificationId: `${DELIVERY_FAILING}.${channel}/${hour}`,
  });
}

export async function closeDeliveryTicket(on: SqlExecutor, channel: string, recipientId: string | null): Promise<void> {
  const subject = subjectOf(channel, recipientId);
  await closeServiceTicket(on, { kind: DELIVERY_FAILING, subject, at: await databaseTime(on) });
}

/** Selects the channels and recipients of open tickets. The recipient is null for a shared channel. */
export const RECIPIENTS_WITH_TICKET = `SELECT cause ->> 'channel' AS channel, cause ->> 'recipientId' AS recipient_id, since
  FROM handoff.ticket WHERE kind = '${DELIVERY_FAILING}' AND closed_at IS NULL AND cause ->> 'channel' IS NOT NULL`;
