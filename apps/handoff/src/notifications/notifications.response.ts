import { shapes } from '@baton/service';

const { text, moment, integer, nullable, listOf, mapOf, objectOf, pageOf } = shapes;

const deliverySchema = objectOf({
  channel: text,
  to: text,
  state: text,
  notBefore: moment,
  messageId: nullable(text),
  tries: integer,
  sentAt: nullable(moment),
  givenUpAt: nullable(moment),
  failure: nullable(text),
  resent: listOf(objectOf({ at: moment, by: text, tries: integer, givenUpAt: moment, failure: nullable(text) })),
});

export const notificationPageSchema = pageOf(
  'notifications',
  objectOf({
    notificationId: text,
    handoffId: nullable(text),
    recipientId: nullable(text),
    kind: text,
    facts: mapOf(text),
    language: text,
    at: moment,
    deliveries: listOf(deliverySchema),
  }),
);

export const resentMessagesSchema = objectOf({ messageIds: listOf(text) });
