import { SpanKind, SpanStatusCode, context, isSpanContextValid, propagation, trace } from '@opentelemetry/api';
import type { Context, Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { RequestWithCaller } from '../access/caller.ts';
import { withLogFields } from '../logging/log-fields.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { tracer } from './tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The trace id of this request, even when tracing is off. */
    traceId: string | undefined;
    traceContext: Context | undefined;
    span: Span | undefined;
  }
}

const traceparentPattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

/** The id of the person or integration; undefined when nobody was authenticated. Never a name or a token. */
const callerIdOf = ({ caller }: FastifyRequest & RequestWithCaller): string | undefined => caller?.id;

const receivedTraceId = (request: FastifyRequest): string | undefined => {
  const header = request.headers['traceparent'];
  return typeof header === 'string' ? traceparentPattern.exec(header)?.[1] : undefined;
};

const startSpan = (request: FastifyRequest): void => {
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer().startSpan(
    `${request.method} ${routeOf(request)}`,
    { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method, 'http.route': routeOf(request) } },
    parent,
  );
  const spanContext = span.spanContext();
  request.span = span;
  request.traceContext = trace.setSpan(parent, span);
  request.traceId = isSpanContextValid(spanContext)
    ? spanContext.traceId
    : (receivedTraceId(request) ?? randomUUID().replaceAll('-', ''));
};

/** Records a span, a duration and a log line for each request, with the route pattern and never the actual URL. */
export function traceRequests(fastify: FastifyInstance, logger: Logger, metrics: Metrics): void {
  const seconds = metrics.histogram('http_request_duration_seconds', 'Duration of HTTP requests', [
    'method',
    'route',
    'status',
  ]);
  fastify.decorateRequest('traceId', undefined);
  fastify.decorateRequest('traceContext', undefined);
  fastify.decorateRequest('span', undefined);

  fastify.addHook('onRequest', (request, _reply, done) => {
    startSpan(request);
    done();
  });
  // Not earlier, because reading the body loses the async context.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const traceId = request.traceId;
    context.with(request.traceContext ?? context.active(), () => withLogFields(traceId ? { traceId } : {}, done));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const [route, status] = [routeOf(request), reply.statusCode];
    seconds.observe({ method: request.method, route, status: String(status) }, reply.elapsedTime / 1000);
    request.span?.setAttribute('http.response.status_code', status);
    if (status >= 500) request.span?.setStatus({ code: SpanStatusCode.ERROR });
    request.span?.end();
    const { method, traceId } = request;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    const caller = callerIdOf(request);
    logger.info({ method, route, status, milliseconds, traceId, ...(caller && { caller }) }, 'Request completed');
    done();
  });
}
