// Runs in Temporal's workflow sandbox: import only @temporalio/workflow and files without imports.
import type { Headers } from '@temporalio/common';
import { AsyncLocalStorage } from '@temporalio/workflow';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { TRACE_HEADER } from './trace-header-name.ts';

/** What caused the work in hand: the workflow's start, an Update or a signal. */
const currentHeaders = new AsyncLocalStorage<Headers>();

const withCurrentTrace = (headers: Headers): Headers => {
  const trace = currentHeaders.getStore()?.[TRACE_HEADER];
  return trace ? { ...headers, [TRACE_HEADER]: trace } : headers;
};

/** Hands the trace of whoever caused a step on to the activities of that step. No clock, no random number. */
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
