import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connectionEnvironment } from '../engines/external-endpoints.ts';
import { temporalNamespace } from '../temporal/namespace.ts';
import type { Directories } from '../directories.ts';
import { databaseServices, serviceDatabaseUrl } from '../engines/service-roles.ts';
import type { DatabaseService, ServicePasswords } from '../engines/service-roles.ts';
import type { PortName, Ports } from '../process/ports.ts';
import { readOrCreateSecret } from '../process/secret.ts';
import type { StopStage } from '../process/state-file.ts';
import type { ProcessSpecification } from '../process/supervisor.ts';

/** Addresses of the three engines. */
export interface EngineAddresses {
  readonly postgres: string;
  readonly kafka: string;
  readonly temporal: string;
}

interface Service {
  readonly name: string;
  readonly app: DatabaseService;
  readonly entry: string;
  /** The port of its API; the worker has none. */
  readonly port?: PortName;
  /** The port of its health and metrics. */
  readonly operationsPort: PortName;
  readonly stage: StopStage;
}

/** All services. Intake stops first, so that the others can finish what it has accepted. */
export const services: readonly Service[] = [
  {
    name: 'intake',
    app: 'intake',
    entry: 'main.js',
    port: 'intake',
    operationsPort: 'intakeOperations',
    stage: 'intake',
  },
  {
    name: 'scoring',
    app: 'scoring',
    entry: 'main.js',
    port: 'scoring',
    operationsPort: 'scoringOperations',
    stage: 'services',
  },
  {
    name: 'handoff',
    app: 'handoff',
    entry: 'main.js',
    port: 'handoff',
    operationsPort: 'handoffOperations',
    stage: 'services',
  },
  {
    name: 'reporting',
    app: 'reporting',
    entry: 'main.js',
    port: 'reporting',
    operationsPort: 'reportingOperations',
    stage: 'services',
  },
  {
    name: 'handoff worker',
    app: 'handoff',
    entry: 'worker.js',
    operationsPort: 'handoffWorkerOperations',
    stage: 'worker',
  },
];

export const localUrl = (port: number): string => `http://127.0.0.1:${port}`;

/** The brokers of the Kafka that BATON_KAFKA_BROKERS names, or of the one that runs here. */
export const kafkaBrokers = (ports: Ports): string => process.env['BATON_KAFKA_BROKERS'] || `127.0.0.1:${ports.kafka}`;

const apiKey = (directories: Directories): string => `baton_${readOrCreateSecret(directories, 'service-api-key')}`;

/** The passwords with which the services log in to PostgreSQL. */
export const servicePasswords = (directories: Directories): ServicePasswords =>
  Object.fromEntries(
    databaseServices.map((service) => [service, readOrCreateSecret(directories, `postgres-password-${service}`)]),
  ) as Record<DatabaseService, string>;

/** The address with which each service logs in to PostgreSQL. */
export function databaseUrls(directories: Directories, administratorUrl: string): Record<DatabaseService, string> {
  const passwords = servicePasswords(directories);
  return Object.fromEntries(
    databaseServices.map((service) => [service, serviceDatabaseUrl(administratorUrl, service, passwords[service])]),
  ) as Record<DatabaseService, string>;
}

/** The environment of services and migrations, except their DATABASE_URL. Variables of the caller (OTEL_*, LOG_LEVEL, SMTP_URL …) are passed on. */
export function serviceEnvironment(
  directories: Directories,
  ports: Ports,
  engines: EngineAddresses,
): NodeJS.ProcessEnv {
  const issuer = localUrl(ports.issuer);
  return {
    TEAM_FILE: join(directories.root, 'infra', 'seed', 'people.yaml'),
    SERVE_DOCS: 'true',
    ...withoutAdministrator(connectionEnvironment(Object.values(engines))),
    NODE_ENV: 'production',
    HTTP_HOST: '127.0.0.1',
    OPS_HOST: '127.0.0.1',
    KAFKA_BROKERS: engines.kafka,
    TEMPORAL_ADDRESS: engines.temporal,
    TEMPORAL_NAMESPACE: temporalNamespace(),
    AUTH_ISSUER: process.env['AUTH_ISSUER'] ?? issuer,
    AUTH_JWKS_URL: process.env['AUTH_JWKS_URL'] ?? `${issuer}/.well-known/jwks.json`,
    AUTH_AUDIENCE: process.env['AUTH_AUDIENCE'] ?? 'baton',
    INTAKE_URL: localUrl(ports.intake),
    SERVICE_API_KEY: apiKey(directories),
  };
}

/** Each service logs in with its own role, so the administrator's address and password stay with the launcher. */
const withoutAdministrator = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([key]) => !/^DATABASE_(URL|PASSWORD)(_FILE)?$/.test(key)));

const isOk = async (url: string): Promise<boolean> => (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;

const entryOf = (directories: Directories, { app, entry }: Service): string =>
  join(directories.root, 'apps', app, 'dist', entry);

/** The service as a child process on the same Node.js as this one. */
function specificationOf(
  service: Service,
  directories: Directories,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
  databases: Readonly<Record<DatabaseService, string>>,
): ProcessSpecification {
  const operationsPort = ports[service.operationsPort];
  return {
    name: service.name,
    stage: service.stage,
    command: process.execPath,
    parameters: ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', entryOf(directories, service)],
    environment: {
      ...environment,
      DATABASE_URL: databases[service.app],
      ...(service.port && { HTTP_PORT: String(ports[service.port]) }),
      OPS_PORT: String(operationsPort),
    },
    isReady: () => isOk(`${localUrl(operationsPort)}/health/ready`),
    readyWithinSeconds: 120,
  };
}

/** All services whose build exists. */
export function serviceSpecifications(
  directories: Directories,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
  databases: Readonly<Record<DatabaseService, string>>,
): ProcessSpecification[] {
  return services
    .filter((service) => existsSync(entryOf(directories, service)))
    .map((service) => specificationOf(service, directories, ports, environment, databases));
}

/** The identity provider for demo people. */
export function issuerSpecification(directories: Directories, ports: Ports): ProcessSpecification {
  const issuer = localUrl(ports.issuer);
  return {
    name: 'issuer',
    stage: 'issuer',
    command: process.execPath,
    parameters: [
      '--conditions=@baton/source',
      '--disable-warning=ExperimentalWarning',
      join(directories.root, 'infra', 'issuer', 'main.ts'),
    ],
    environment: {
      ...process.env,
      HTTP_PORT: String(ports.issuer),
      AUTH_ISSUER: issuer,
      ISSUER_DIRECTORY: join(directories.data, 'issuer'),
      TEAM_FILE: process.env['TEAM_FILE'] ?? join(directories.root, 'infra', 'seed', 'people.yaml'),
    },
    isReady: () => isOk(`${issuer}/health/ready`),
    readyWithinSeconds: 120,
  };
}
