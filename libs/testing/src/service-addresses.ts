/** The services of a running Baton that have an API, by the name in their variable `TEST_…_URL`. */
const apiNames = ['intake', 'scoring', 'handoff', 'reporting'] as const;
export type Service = (typeof apiNames)[number];

/** The processes of a running Baton that report health and metrics, by the name in their variable `TEST_…_OPERATIONS_URL`. */
export const processNames = [...apiNames, 'worker'] as const;
export type ServiceProcess = (typeof processNames)[number];

/** Where a running Baton answers. */
export interface Addresses extends Readonly<Record<Service, string>> {
  readonly issuer: string;
  readonly kafka: readonly string[];
  /** Health and metrics. */
  readonly operations: Readonly<Record<ServiceProcess, string>>;
}

/** @throws Error when the addresses are not in the environment. */
export function addressesFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Addresses {
  const read = (variable: string): string => {
    const value = environment[variable];
    if (value) return value;
    throw new Error(
      `${variable} is not set. This needs a running Baton: use npm test -- journey, or npm run simulate, kill or bench.`,
    );
  };
  const url = (name: string): string => read(`TEST_${name.toUpperCase()}_URL`);
  return {
    issuer: url('issuer'),
    intake: url('intake'),
    scoring: url('scoring'),
    handoff: url('handoff'),
    reporting: url('reporting'),
    operations: {
      intake: url('intake_operations'),
      scoring: url('scoring_operations'),
      handoff: url('handoff_operations'),
      reporting: url('reporting_operations'),
      worker: url('worker_operations'),
    },
    kafka: read('TEST_KAFKA_BROKERS').split(','),
  };
}

/** The processes that are not ready. */
export async function servicesNotReady({ operations }: Addresses): Promise<ServiceProcess[]> {
  const isReady = async (name: ServiceProcess): Promise<boolean> =>
    fetch(`${operations[name]}/health/ready`, { signal: AbortSignal.timeout(5000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  const ready = await Promise.all(processNames.map(isReady));
  return processNames.filter((_, index) => !ready[index]);
}
