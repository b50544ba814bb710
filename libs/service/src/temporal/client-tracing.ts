import { SpanKind } from '@opentelemetry/api';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { inSpan } from '../tracing/span.ts';
import { withTraceHeader } from './trace-header.ts';

const span = <T>(name: string, workflowId: string, work: () => Promise<T>): Promise<T> =>
  inSpan(name, { kind: SpanKind.CLIENT, attributes: { 'temporal.workflow_id': workflowId } }, work);

/** Runs each call to a workflow in a span, and passes the trace on in its headers. */
export const clientTracing: WorkflowClientInterceptor = {
  startWithDetails: (input, next) =>
    span(`StartWorkflow ${input.workflowType}`, input.options.workflowId, () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  signal: (input, next) =>
    span(`SignalWorkflow ${input.signalName}`, input.workflowExecution.workflowId ?? '', () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  signalWithStart: (input, next) =>
    span(`SignalWithStartWorkflow ${input.workflowType}`, input.options.workflowId, () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  startUpdate: (input, next) =>
    span(`UpdateWorkflow ${input.updateName}`, input.workflowExecution.workflowId ?? '', () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
  query: (input, next) =>
    span(`QueryWorkflow ${input.queryType}`, input.workflowExecution.workflowId ?? '', () =>
      next({ ...input, headers: withTraceHeader(input.headers) }),
    ),
};
