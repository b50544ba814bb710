import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A received span with the service that sent it. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<CollectedSpan, 'service'>[] }[];
  }[];
}

const spansOf = ({ resourceSpans }: ExportRequest): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, traceId, spanId, parentSpanId }) => ({
        service,
        name,
        traceId,
        spanId,
        ...(parentSpanId && { parentSpanId }),
      }));
  });

/** A tracing backend for tests: receives OpenTelemetry spans as JSON, and responds to `GET /<trace id>` with its spans. */
export interface TraceCollector {
  readonly url: string;
  /** The standard variables that make every service send its spans here. */
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function startTraceCollector(): Promise<TraceCollector> {
  const byTrace = new Map<string, CollectedSpan[]>();
  const receive = async (request: IncomingMessage): Promise<string> => {
    for (const span of spansOf((await json(request)) as ExportRequest)) {
      byTrace.set(span.traceId, [...(byTrace.get(span.traceId) ?? []), span]);
    }
    return '{}';
  };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const pendingBody =
      request.method === 'POST'
        ? receive(request)
        : Promise.resolve(JSON.stringify(byTrace.get(request.url?.slice(1) ?? '') ?? []));
    pendingBody.then(
      (text) => response.end(text),
      () => response.writeHead(400).end('{}'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
