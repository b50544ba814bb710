import { shapes } from '@baton/service';

const { text, objectOf } = shapes;

export const reportedOutcomeSchema = objectOf({ outcomeId: text });
