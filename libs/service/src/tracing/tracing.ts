import { trace } from '@opentelemetry/api';
import type { NodeSDK } from '@opentelemetry/sdk-node';

let running: NodeSDK | undefined;

/** Tracing costs nothing unless the standard variables ask for it. */
export const isTracingEnabled = (env: NodeJS.ProcessEnv = process.env): boolean =>
  env['OTEL_SDK_DISABLED'] !== 'true' &&
  (Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT']) ||
    Boolean(env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) ||
    (Boolean(env['OTEL_TRACES_EXPORTER']) && env['OTEL_TRACES_EXPORTER'] !== 'none'));

/** Starts OpenTelemetry when the environment asks; spans are our own, nothing is patched. */
export async function startTracing(serviceName: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (running || !isTracingEnabled(env)) {
    return;
  }
  // Loaded only now: the SDK with all its exporters costs a service half a second of its start.
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  running = new NodeSDK({
    serviceName: env['OTEL_SERVICE_NAME'] ?? serviceName,
    instrumentations: [],
    // Traces alone: unless told otherwise, the SDK would send logs and metrics as well.
    logRecordProcessors: [],
    metricReaders: [],
  });
  running.start();
}

/** Sends what is still unsent. */
export async function stopTracing(): Promise<void> {
  const sdk = running;
  running = undefined;
  await sdk?.shutdown();
}

export const tracer = () => trace.getTracer('@baton/service');
