/** Where the parts of one server find each other, and its databases. */
export interface ServerOptions {
  /** What clients are given. */
  readonly port: number;
  /** The first of seven free ports for what the parts tell each other. */
  readonly firstInternalPort: number;
  readonly postgres: URL;
  /** The file with `serverTuning`. */
  readonly dynamicConfigFile: string;
}

/** The same as the development server is started with: a timer may otherwise fire up to a second late. */
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

/** The smallest configuration of a whole server: all services in one process, four shards of history. */
export function serverConfiguration({
  port,
  firstInternalPort: inner,
  postgres,
  dynamicConfigFile: tuning,
}: ServerOptions): object {
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
      frontend: service(port, inner),
      history: service(inner + 1, inner + 2),
      matching: service(inner + 3, inner + 4),
      worker: service(inner + 5, inner + 6),
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
    dynamicConfigClient: { filepath: tuning, pollInterval: '1h' },
  };
}
