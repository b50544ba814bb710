import type { ServiceTicketKind } from '@baton/domain';
import { databaseTime } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { closeTicket, openTicket } from './ticket-rows.ts';

export const DELIVERY_FAILING: ServiceTicketKind = 'delivery-failing';

const deliveryTicketId = (channel: string, recipientId: string | null): string =>
  [DELIVERY_FAILING, channel, ...(recipientId === null ? [] : [recipientId])].join('.');

/** One ticket for each recipient of a channel: a success for another recipient does not close it. */
export async function openDeliveryTicket(
  on: SqlExecutor,
  { channel, recipientId, failure }: { channel: string; recipientId: string | null; failure: string },
): Promise<void> {
  await openTicket(on, {
    ticketId: deliveryTicketId(channel, recipientId),
    handoffId: null,
    kind: DELIVERY_FAILING,
    ownerId: null,
    teamId: null,
    cause: { channel, ...(recipientId !== null && { recipientId }), failure },
    at: await databaseTime(on),
  });
}

export async function closeDeliveryTicket(on: SqlExecutor, channel: string, recipientId: string | null): Promise<void> {
  await closeTicket(on, deliveryTicketId(channel, recipientId), await databaseTime(on));
}

/** Selects the channels and recipients of open tickets. The recipient is null for a shared channel. */
export const RECIPIENTS_WITH_TICKET = `SELECT cause ->> 'channel' AS channel, cause ->> 'recipientId' AS recipient_id, since
  FROM handoff.ticket WHERE kind = '${DELIVERY_FAILING}' AND closed_at IS NULL AND cause ->> 'channel' IS NOT NULL`;
