/** The ports and the databases of the full Temporal server. */
export interface ServerOptions {
  /** The port for clients. */
  readonly port: number;
  /** The first of seven free ports for calls between the services of the server. */
  readonly firstInternalPort: number;
  readonly postgres: URL;
  /** The file that contains `serverDynamicConfig`. */
  readonly dynamicConfigFile: string;
}

/** The same setting as for the development server: otherwise a timer may fire up to a second late. */
export const serverDynamicConfig = { 'history.timerProcessorMaxTimeShift': [{ value: '50ms' }] };

const store = ({ host, username, password }: URL, databaseName: string, maxConns: number): object => ({
  sql: {
    pluginName: 'postgres12',
    databaseName,
    connectAddr: host,
    connectProtocol: 'tcp',
    user: username,
    password,
    maxConns,
    maxIdleConns: maxConns,
    maxConnLifetime: '1h',
  },
});

/** A minimal configuration: all services in one process and four history shards. */
export function serverConfiguration({ port, firstInternalPort, postgres, dynamicConfigFile }: ServerOptions): object {
  const service = (grpcPort: number, membershipPort: number): object => ({
    rpc: { grpcPort, membershipPort, bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'history',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { history: store(postgres, 'temporal', 40), visibility: store(postgres, 'temporal_visibility', 10) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: service(port, firstInternalPort),
      history: service(firstInternalPort + 1, firstInternalPort + 2),
      matching: service(firstInternalPort + 3, firstInternalPort + 4),
      worker: service(firstInternalPort + 5, firstInternalPort + 6),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${port}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: `127.0.0.1:${port}` },
    dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '1h' },
  };
}
