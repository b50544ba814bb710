import type { Directories } from '../directories.ts';
import type { PortName, Ports } from '../process/ports.ts';
import type { ProcessSpecification } from '../process/supervisor.ts';

/** What an engine needs to know to be brought up. */
export interface EngineOptions {
  readonly directories: Directories;
  readonly ports: Ports;
  /** Ends downloads and preparations when the start is given up. */
  readonly signal: AbortSignal;
  /** For tests: nothing needs to survive a power cut. */
  readonly isThrowaway: boolean;
  /** For measuring: written as safely as in production, but never into somebody's data. */
  readonly usesOwnEngines?: boolean;
  /** For measuring: the full Temporal server on PostgreSQL instead of the development server. */
  readonly usesFullServer?: boolean;
}

/** An engine, ready to be started or already running elsewhere. */
export interface Engine {
  readonly name: string;
  /** What the services are given. */
  readonly address: string;
  /** Where it comes from, for the table that is printed. */
  readonly origin: string;
  /** Known only of one that cannot be asked for it. */
  readonly version?: string;
  /** Missing when it runs elsewhere and is not ours to start. */
  readonly specification?: ProcessSpecification;
  /** Fails with a sentence when nobody answers at the address. */
  readonly assertUsable: () => Promise<void>;
}

/** Where an engine of the environment is named, and which ports are then not needed here. */
export const externalEngineVariables = {
  BATON_POSTGRES_URL: ['postgres'],
  BATON_KAFKA_BROKERS: ['kafka', 'kafkaController'],
  BATON_TEMPORAL_ADDRESS: ['temporal', 'temporalUi', 'temporalMetrics'],
} as const satisfies Record<string, readonly PortName[]>;

/** The address of an engine that runs already. Tests and measurements never take one: it holds somebody's data. */
export const externalAddress = (
  variable: keyof typeof externalEngineVariables,
  { isThrowaway, usesOwnEngines = false }: Pick<EngineOptions, 'isThrowaway' | 'usesOwnEngines'>,
): string | undefined => (isThrowaway || usesOwnEngines ? undefined : process.env[variable] || undefined);

/** The ports of the block that are used, as the environment is. */
export function neededPorts(ports: Ports): PortName[] {
  const elsewhere = Object.entries(externalEngineVariables).flatMap(([variable, names]): readonly PortName[] =>
    process.env[variable] ? names : [],
  );
  return (Object.keys(ports) as PortName[]).filter((name) => !elsewhere.includes(name));
}
