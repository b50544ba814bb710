import { attentionMessage, ticketRaised, ticketResolved, topics } from '@baton/contracts';
import type { AttentionMessage, TicketRaised, TicketResolved } from '@baton/contracts';
import { contractReader, decodeCloudEvent, subscription } from '@baton/messaging';
import type { AnySubscription, EventReader, SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { insertNotifications } from '../notifications/notification-rows.ts';
import { closeServiceTicket, openServiceTicket } from '../tickets/service-tickets.ts';

type AttentionEvent = { id: string } & (
  | { type: 'raised'; data: TicketRaised }
  | { type: 'resolved'; data: TicketResolved }
  | { type: 'message'; data: AttentionMessage }
);

const readRaised = contractReader(ticketRaised);
const readResolved = contractReader(ticketResolved);
const readMessage = contractReader(attentionMessage);

const readAttentionEvent: EventReader<AttentionEvent> = (message) => {
  switch (decodeCloudEvent(message).attributes['type']) {
    case attentionMessage.type:
      return { ...readMessage(message), type: 'message' };
    case ticketResolved.type:
      return { ...readResolved(message), type: 'resolved' };
    default:
      return { ...readRaised(message), type: 'raised' };
  }
};

/** Raises the tickets and messages that other services ask for. The order within a ticket decides whether it is open. */
@Injectable()
export class AttentionConsumer {
  subscription(): AnySubscription {
    return subscription({
      topic: topics.attention.name,
      read: readAttentionEvent,
      ordered: true,
      idOf: ({ id }) => `attention/${id}`,
      handle: (event, { transaction }) => handleEvent(transaction, event),
    });
  }
}

function handleEvent(on: SqlExecutor, event: AttentionEvent): Promise<void> {
  switch (event.type) {
    case 'raised':
      return openServiceTicket(on, event.data);
    case 'resolved':
      return closeServiceTicket(on, event.data);
    case 'message': {
      const { kind, recipient, facts } = event.data;
      const texts = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
      return insertNotifications(on, [{ stepId: `attention/${event.id}`, recipient, kind, facts: texts }]);
    }
  }
}
