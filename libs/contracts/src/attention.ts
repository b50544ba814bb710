import { attentionMessageKinds, attentionRoles, requestedTicketKinds } from '@baton/domain';
import type { AttentionOwner } from '@baton/domain';
import { z } from 'zod';
import { moment, shortText } from './event-contract.ts';
import type { EventContract } from './event-contract.ts';
import { topics } from './topics.ts';

const owner = z
  .union([z.strictObject({ role: z.enum(attentionRoles) }), z.strictObject({ personId: shortText })])
  .describe('A role or a person') satisfies z.ZodType<AttentionOwner>;

const facts = z
  .record(shortText, z.union([shortText, z.number()]))
  .describe('Ids, names and moments; no personal data');

const ticket = z.object({
  kind: z.enum(requestedTicketKinds),
  subject: shortText.describe('With the kind the identity of the ticket, for example a source'),
  at: moment,
});

const raised = ticket.extend({ owner, cause: facts });

export type TicketRaised = z.infer<typeof raised>;

export const ticketRaised = {
  type: 'baton.attention.ticket-raised',
  topic: topics.attention.name,
  summary: 'A service asks for a ticket. If it is open, it goes to this owner. The owner is notified.',
  data: raised,
} satisfies EventContract<TicketRaised>;

export type TicketResolved = z.infer<typeof ticket>;

export const ticketResolved = {
  type: 'baton.attention.ticket-resolved',
  topic: topics.attention.name,
  summary: 'The cause of a ticket is gone, so the ticket is closed.',
  data: ticket,
} satisfies EventContract<TicketResolved>;

const message = z.object({ kind: z.enum(attentionMessageKinds), recipient: owner, facts });

export type AttentionMessage = z.infer<typeof message>;

export const attentionMessage = {
  type: 'baton.attention.message',
  topic: topics.attention.name,
  summary: 'A service asks to notify a person or a role. Nothing is left to do, so there is no ticket.',
  data: message,
} satisfies EventContract<AttentionMessage>;
