// Runs in Temporal's workflow sandbox: import only @temporalio/workflow and files without imports.
import type { Headers } from '@temporalio/common';
import { AsyncLocalStorage } from '@temporalio/workflow';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { TRACE_HEADER } from './trace-header-name.ts';

/** The headers of what caused the current work: the workflow's start, an Update or a signal. */
const currentHeaders = new AsyncLocalStorage<Headers>();

const withCurrentTrace = (headers: Headers): Headers => {
  const trace = currentHeaders.getStore()?.[TRACE_HEADER];
  return trace ? { ...headers, [TRACE_HEADER]: trace } : headers;
};

/** Passes the trace of a start, an Update or a signal on to the activities that it causes. Deterministic. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      execute: (input, next) => currentHeaders.run(input.headers, () => next(input)),
      handleUpdate: (input, next) => currentHeaders.run(input.headers, () => next(input)),
      handleSignal: (input, next) => currentHeaders.run(input.headers, () => next(input)),
    },
  ],
  outbound: [
    {
      scheduleActivity: (input, next) => next({ ...input, headers: withCurrentTrace(input.headers) }),
      scheduleLocalActivity: (input, next) => next({ ...input, headers: withCurrentTrace(input.headers) }),
      continueAsNew: (input, next) => next({ ...input, headers: withCurrentTrace(input.headers) }),
    },
  ],
});
