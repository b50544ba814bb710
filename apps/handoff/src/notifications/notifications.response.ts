import { shapes } from '@baton/service';

const { text, moment, integer, nullable, anyObject, listOf, objectOf, pageOf } = shapes;

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
  resent: listOf(anyObject),
});

export const notificationPageSchema = pageOf(
  'notifications',
  objectOf({
    notificationId: text,
    handoffId: nullable(text),
    recipientId: nullable(text),
    kind: text,
    facts: anyObject,
    language: text,
    at: moment,
    deliveries: listOf(deliverySchema),
  }),
);

export const resentMessagesSchema = objectOf({ messageIds: listOf(text) });
