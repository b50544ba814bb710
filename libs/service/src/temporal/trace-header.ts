import { context, propagation } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import { TRACE_HEADER } from './trace-header-name.ts';

/** Adds the active trace to the headers; without a trace they stay unchanged, to keep the history small. */
export const withTraceHeader = (headers: Headers): Headers => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return Object.keys(carrier).length === 0
    ? headers
    : { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(carrier) };
};

/** The trace context of received headers. One that cannot be read must not fail an activity. */
export const contextFromHeaders = (headers: Headers): Context => {
  const payload = headers[TRACE_HEADER];
  if (!payload) return context.active();
  try {
    const carrier = defaultPayloadConverter.fromPayload<Record<string, string>>(payload);
    return propagation.extract(context.active(), carrier);
  } catch {
    return context.active();
  }
};
