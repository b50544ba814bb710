/** The services of a running Baton that answer HTTP, by the name in their variable `TEST_…_URL`. */
export const serviceNames = ['intake', 'scoring', 'handoff', 'reporting', 'worker'] as const;
export type Service = (typeof serviceNames)[number];

/** Where a running Baton answers. */
export interface Addresses extends Readonly<Record<Service, string>> {
  readonly issuer: string;
  readonly kafka: readonly string[];
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
    worker: url('worker'),
    kafka: read('TEST_KAFKA_BROKERS').split(','),
  };
}

/** The services that are not ready to answer. */
export async function servicesNotReady(addresses: Addresses): Promise<Service[]> {
  const isReady = async (service: Service): Promise<boolean> =>
    fetch(`${addresses[service]}/health/ready`, { signal: AbortSignal.timeout(5000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  const ready = await Promise.all(serviceNames.map(isReady));
  return serviceNames.filter((_, index) => !ready[index]);
}
