import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { ServiceConfig } from '../config/service.config.ts';
import { clientTracing } from './client-tracing.ts';

const RESOURCE_EXHAUSTED = 8;

const MAXIMUM_RETRY_DELAY_MILLISECONDS = 250;
const closing = new WeakSet<Connection>();

/**
 * A server that is away is tried ten times in two seconds. The SDK's own pauses grow to many seconds and outlast the
 * caller's deadline; and an answer within five seconds is promised. One that has too much to do is left to the caller,
 * who knows whether to wait, to pause a partition, or to answer.
 */
function fastRetries(isClosing: () => boolean) {
  const usual = defaultGrpcRetryOptions();
  return makeGrpcRetryInterceptor({
    delayFunction: () => MAXIMUM_RETRY_DELAY_MILLISECONDS * (0.6 + Math.random() * 0.4),
    retryableDecider: (attempt, status) =>
      !isClosing() && Number(status.code) !== RESOURCE_EXHAUSTED && usual.retryableDecider(attempt, status),
  });
}

/** Connects at the first call, and again by itself within a second of the server's return. */
export function createTemporalClient(config: ServiceConfig): Client {
  const connection: Connection = Connection.lazy({
    address: config.TEMPORAL_ADDRESS,
    interceptors: [fastRetries(() => closing.has(connection))],
    channelArgs: {
      // gRPC would wait up to two minutes before it looks again.
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

/** Closes when no try is pending any more: one that comes to a closed channel would throw where nobody can catch it. */
export async function closeTemporalClient({ connection }: Client): Promise<void> {
  if (connection instanceof Connection) closing.add(connection);
  await pause(MAXIMUM_RETRY_DELAY_MILLISECONDS);
  await connection.close();
}

/** Throws when the server does not answer within the time. */
export const checkTemporal = async (client: Client, withinMilliseconds = 1500): Promise<void> => {
  await client.withDeadline(Date.now() + withinMilliseconds, () => client.workflowService.getSystemInfo({}));
};
