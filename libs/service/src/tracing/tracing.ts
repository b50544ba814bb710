import { trace } from '@opentelemetry/api';
import type { NodeSDK } from '@opentelemetry/sdk-node';

let running: NodeSDK | undefined;

/** Tracing is off, and costs nothing, unless the standard OpenTelemetry variables enable it. */
export const isTracingEnabled = (env: NodeJS.ProcessEnv = process.env): boolean =>
  env['OTEL_SDK_DISABLED'] !== 'true' &&
  (Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT']) ||
    Boolean(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) ||
    (Boolean(env['OTEL_TRACES_EXPORTER']) && env['OTEL_TRACES_EXPORTER'] !== 'none'));

/** Starts OpenTelemetry if the environment enables it. Spans are created explicitly; no library is patched. */
export async function startTracing(serviceName: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (running || !isTracingEnabled(env)) {
    return;
  }
  // Loaded on demand, because the SDK with its exporters takes half a second to load.
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  running = new NodeSDK({
    serviceName: env['OTEL_SERVICE_NAME'] ?? serviceName,
    instrumentations: [],
    // Only traces: by default the SDK also sends logs and metrics.
    logRecordProcessors: [],
    metricReaders: [],
  });
  running.start();
}

/** Sends the remaining spans. */
export async function stopTracing(): Promise<void> {
  const sdk = running;
  running = undefined;
  await sdk?.shutdown();
}

export const tracer = () => trace.getTracer('@baton/service');
