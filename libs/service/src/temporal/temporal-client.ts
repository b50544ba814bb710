import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { temporalEndpoint } from '../connections/temporal-settings.ts';
import type { ServiceConfig } from '../config/service.config.ts';
import { clientTracing } from './client-tracing.ts';

const RESOURCE_EXHAUSTED = 8;

const MAXIMUM_RETRY_DELAY_MILLISECONDS = 250;
const closing = new WeakSet<Connection>();

/**
 * Retries an unavailable server ten times in two seconds. The SDK's own delays grow to many seconds, but a response
 * within five seconds is promised. RESOURCE_EXHAUSTED is not retried here: the caller knows whether to wait, to pause a
 * partition, or to respond.
 */
function fastRetries(isClosing: () => boolean) {
  const defaults = defaultGrpcRetryOptions();
  return makeGrpcRetryInterceptor({
    delayFunction: () => MAXIMUM_RETRY_DELAY_MILLISECONDS * (0.6 + Math.random() * 0.4),
    retryableDecider: (attempt, status) =>
      !isClosing() && Number(status.code) !== RESOURCE_EXHAUSTED && defaults.retryableDecider(attempt, status),
  });
}

/** Connects at the first call, and reconnects within a second after the server has returned. */
export function createTemporalClient(config: ServiceConfig): Client {
  const connection: Connection = Connection.lazy({
    ...temporalEndpoint(config),
    interceptors: [fastRetries(() => closing.has(connection))],
    channelArgs: {
      // By default, gRPC waits up to two minutes before it reconnects.
      'grpc.initial_reconnect_backoff_ms': 200,
      'grpc.min_reconnect_backoff_ms': 200,
      'grpc.max_reconnect_backoff_ms': 1000,
    },
  });
  return new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    interceptors: { workflow: [clientTracing] },
  });
}

/** Waits for pending retries before it closes: a retry on a closed channel would throw where nothing can catch it. */
export async function closeTemporalClient({ connection }: Client): Promise<void> {
  if (connection instanceof Connection) closing.add(connection);
  await pause(MAXIMUM_RETRY_DELAY_MILLISECONDS);
  await connection.close();
}

/** Throws when the server does not respond within the time. */
export const checkTemporal = async (client: Client, withinMilliseconds = 1500): Promise<void> => {
  await client.withDeadline(Date.now() + withinMilliseconds, () => client.workflowService.getSystemInfo({}));
};
