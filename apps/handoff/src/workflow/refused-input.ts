import type { Logger, Metrics } from '@baton/service';
import type { HandoffSinks } from '@baton/workflows';
import type { InjectedSinks } from '@temporalio/worker';

/** Logs and counts what workflows refuse, such as a signal that somebody typed in the Temporal UI. */
export function refusedInputSinks(logger: Logger, metrics: Metrics): InjectedSinks<HandoffSinks> {
  const refused = metrics.counter(
    'handoff_workflow_input_refused_total',
    'Starts, Updates, signals and results of activities that a workflow refused because they were malformed',
    ['input'],
  );
  return {
    input: {
      refused: {
        fn: ({ workflowId }, input, reason) => {
          refused.inc({ input });
          logger.warn({ handoffId: workflowId, input, reason }, 'A workflow refused malformed input');
        },
      },
    },
  };
}
