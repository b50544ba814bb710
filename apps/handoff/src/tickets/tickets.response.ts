import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';
import type { TicketWithComments } from './tickets.ts';

const { text, moment, integer, nullable, mapOf, listOf, objectOf, pageOf } = shapes;

const localizedText = objectOf({ en: text, ru: text });

export const ticketSchema = objectOf({
  ticketId: text,
  handoffId: nullable(text),
  kind: text,
  ownerId: nullable(text),
  ownerRole: nullable(text),
  teamId: nullable(text),
  cause: mapOf({ oneOf: [{ type: 'string' }, { type: 'number' }] }),
  causeText: localizedText,
  whatToDo: localizedText,
  openedAt: moment,
  since: moment,
  closedAt: nullable(moment),
  timesOpened: integer,
  acknowledgedAt: nullable(moment),
  acknowledgedBy: nullable(text),
  comments: listOf(objectOf({ textId: text, authorId: text, at: moment }, { text })),
} satisfies Partial<Record<keyof TicketWithComments | 'ownerRole' | 'causeText' | 'whatToDo', ResponseSchema>>);

export const ticketPageSchema = pageOf('tickets', ticketSchema);
