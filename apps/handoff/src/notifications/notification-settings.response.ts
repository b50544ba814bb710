import { shapes } from '@baton/service';

const { text, anyObject, oneOf, objectOf } = shapes;

export const notificationSettingsSchema = objectOf({
  personId: text,
  language: oneOf('ru', 'en'),
  channels: anyObject,
});
