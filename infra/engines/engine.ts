import type { Directories } from '../directories.ts';
import type { PortName, Ports } from '../process/ports.ts';
import type { ProcessSpecification } from '../process/supervisor.ts';

/** What is needed to start an engine. */
export interface EngineOptions {
  readonly directories: Directories;
  readonly ports: Ports;
  /** Ends downloads and preparations when the start is aborted. */
  readonly signal: AbortSignal;
  /** True for tests: data need not survive a power failure. */
  readonly isThrowaway: boolean;
  /** True for measurements: data is written as durably as in production, but never to an external engine. */
  readonly usesOwnEngines?: boolean;
  /** True for measurements on the full Temporal server with PostgreSQL instead of the development server. */
  readonly usesFullServer?: boolean;
}

/** An engine that is ready to be started, or that runs elsewhere. */
export interface Engine {
  readonly name: string;
  /** The address for the services. */
  readonly address: string;
  /** Where the engine comes from, shown to the user. */
  readonly origin: string;
  /** Set only when the engine itself does not report its version. */
  readonly version?: string;
  /** Missing when the engine runs elsewhere. */
  readonly specification?: ProcessSpecification;
  /** @throws Failure when the engine does not respond */
  readonly assertUsable: () => Promise<void>;
}

/** The variables that name an external engine, and the ports that are then not needed. */
export const externalEngineVariables = {
  BATON_POSTGRES_URL: ['postgres'],
  BATON_KAFKA_BROKERS: ['kafka', 'kafkaController'],
  BATON_TEMPORAL_ADDRESS: ['temporal', 'temporalUi', 'temporalMetrics'],
} as const satisfies Record<string, readonly PortName[]>;

/** The address of an external engine. Tests and measurements never use one, since it may hold data. */
export const externalAddress = (
  variable: keyof typeof externalEngineVariables,
  { isThrowaway, usesOwnEngines = false }: Pick<EngineOptions, 'isThrowaway' | 'usesOwnEngines'>,
): string | undefined => (isThrowaway || usesOwnEngines ? undefined : process.env[variable] || undefined);

/** The ports of the block that are needed with the current environment. */
export function neededPorts(ports: Ports): PortName[] {
  const elsewhere = Object.entries(externalEngineVariables).flatMap(([variable, names]): readonly PortName[] =>
    process.env[variable] ? names : [],
  );
  return (Object.keys(ports) as PortName[]).filter((name) => !elsewhere.includes(name));
}
