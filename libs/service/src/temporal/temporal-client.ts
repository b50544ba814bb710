import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { type ServiceConfig } from '../config/service-config.ts';
import { clientTracing } from './client-tracing.ts';

const RESOURCE_EXHAUSTED = 8;

/**
 * A server that is away is tried ten times in two seconds. The SDK's own pauses grow to many seconds and outlast the
 * caller's deadline; and an answer within five seconds is promised.
 */
const promptRetries = makeGrpcRetryInterceptor({
  ...defaultGrpcRetryOptions(),
  delayFunction: (_attempt, { code }) => (Number(code) === RESOURCE_EXHAUSTED ? 1000 : 150 + Math.random() * 100),
});

/** Connects at the first call, and again by itself within a second of the server's return. */
export function createTemporalClient(config: ServiceConfig): Client {
  const connection = Connection.lazy({
    address: config.TEMPORAL_ADDRESS,
    interceptors: [promptRetries],
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

/** Throws when the server does not answer within the time. */
export const checkTemporal = async (client: Client, withinMilliseconds = 1500): Promise<void> => {
  await client.withDeadline(Date.now() + withinMilliseconds, () => client.workflowService.getSystemInfo({}));
};
