import { shapes } from '@baton/service';

const { text, moment, integer, boolean, nullable, named, listOf, objectOf } = shapes;

export const routingExplanationSchema = objectOf({
  handoffId: text,
  choices: listOf(
    objectOf({
      version: integer,
      at: moment,
      reason: text,
      chosen: nullable(text),
      explanation: objectOf({ en: listOf(text), ru: listOf(text) }),
      recomputed: objectOf({ chosen: nullable(text), isSame: boolean }),
      decision: named('RoutingDecision'),
    }),
  ),
});
