import { Client, Connection } from '@temporalio/client';
import { type ServiceConfig } from '../config/service-config.ts';
import { clientTracing } from './client-tracing.ts';

/** Connects at the first call, and again by itself within a second of the server's return. */
export function createTemporalClient(config: ServiceConfig): Client {
  const connection = Connection.lazy({
    address: config.TEMPORAL_ADDRESS,
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
