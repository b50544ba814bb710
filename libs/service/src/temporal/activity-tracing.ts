import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { activeLogFields, withLogFields } from '../logging/log-fields.ts';
import { inSpan } from '../tracing/span.ts';
import { contextFromHeaders } from './trace-header.ts';

/** Runs each activity in a span that continues the trace of its cause, and adds the workflow to its log lines. */
export const activityTracing: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute: (input, next) => {
      const workflowId = info.workflowExecution?.workflowId;
      const attributes = {
        ...(workflowId ? { 'temporal.workflow_id': workflowId } : {}),
        'temporal.attempt': info.attempt,
      };
      return withLogFields({ ...activeLogFields(), ...(workflowId ? { handoffId: workflowId } : {}) }, () =>
        inSpan(`RunActivity ${info.activityType}`, { attributes, parent: contextFromHeaders(input.headers) }, () =>
          next(input),
        ),
      );
    },
  },
});
