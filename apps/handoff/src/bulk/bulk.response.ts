import { shapes } from '@baton/service';

const { text, integer, oneOf, listOf, objectOf } = shapes;

export const bulkProgressSchema = objectOf({
  bulkId: text,
  total: integer,
  done: integer,
  refused: integer,
  pending: integer,
  results: listOf(
    objectOf({ handoffId: text, outcome: oneOf('pending', 'done', 'refused') }, { version: integer, problem: text }),
  ),
});
