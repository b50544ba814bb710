import { context, propagation } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Headers } from '@temporalio/common';
import { TRACE_HEADER } from './trace-header-name.ts';

/** Headers that carry the trace in hand; unchanged when there is none, so that history stays lean. */
export const withTraceHeader = (headers: Headers): Headers => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return Object.keys(carrier).length === 0
    ? headers
    : { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(carrier) };
};

/** The context that received headers stand for. */
export const contextFromHeaders = (headers: Headers): Context => {
  const payload = headers[TRACE_HEADER];
  return payload
    ? propagation.extract(context.active(), defaultPayloadConverter.fromPayload<Record<string, string>>(payload))
    : context.active();
};
