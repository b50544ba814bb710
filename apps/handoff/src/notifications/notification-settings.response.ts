import { shapes } from '@baton/service';
import { languages } from '@baton/wording';

const { text, boolean, oneOf, objectOf } = shapes;

export const notificationSettingsSchema = objectOf({
  personId: text,
  language: oneOf(...languages),
  channels: objectOf({ email: boolean }, { telegram: text }),
});
