import { DescribeEachResponse, DescribeResponse, shapes } from '@baton/service';

const { text, moment, integer, named, listOf, objectOf } = shapes;

const stepSchema = objectOf({ version: integer, at: moment, step: named('HandoffStep') });

/** The responses of every command. When a command returns, its effect is in the record. */
export const CommandResponses = (): ClassDecorator =>
  DescribeEachResponse(
    DescribeResponse(
      200,
      'Done. `steps` are the steps that it added to the record, as on baton.handoffs.v1',
      objectOf({ handoffId: text, steps: listOf(stepSchema) }, { version: integer }),
    ),
    DescribeResponse(409, 'The command does not fit the stage of the handoff; the detail names the stage'),
    DescribeResponse(503, 'The outcome is unknown. Repeat the request with the same Idempotency-Key'),
  );
