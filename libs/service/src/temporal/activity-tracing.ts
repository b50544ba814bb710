import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { activeLogFields, withLogFields } from '../logging/log-fields.ts';
import { inSpan } from '../tracing/span.ts';
import { contextFromHeaders } from './trace-header.ts';

/** A span around each activity, as the continuation of what caused it; its log lines name the workflow. */
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
