import {
  databaseEndpoint,
  databaseKeys,
  databaseSettings,
  kafkaEndpoint,
  kafkaKeys,
  kafkaSettings,
  temporalEndpoint,
  temporalKeys,
  temporalSettings,
} from '@baton/service/connections';
import type { DatabaseEndpoint, TemporalEndpoint } from '@baton/service/connections';
import type { KafkaEndpoint } from '@baton/messaging';

/** The variables with the addresses of engines that run elsewhere, and those that say how to connect to them. */
const connections = [
  { address: 'BATON_POSTGRES_URL', keys: databaseKeys },
  { address: 'BATON_KAFKA_BROKERS', keys: kafkaKeys },
  { address: 'BATON_TEMPORAL_ADDRESS', keys: temporalKeys },
] as const;

/**
 * The environment for the engines at these addresses. TLS, passwords and keys in the environment belong to engines that
 * run elsewhere, so they are left out for those that run here.
 */
export function connectionEnvironment(
  addresses: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const unwanted = connections
    .filter(({ address }) => !addresses.includes(environment[address] ?? ''))
    .flatMap(({ keys }): readonly string[] => keys)
    .filter((key) => key !== 'TEMPORAL_NAMESPACE')
    .flatMap((key) => [key, `${key}_FILE`]);
  return Object.fromEntries(Object.entries(environment).filter(([key]) => !unwanted.includes(key)));
}

/** How to connect to Kafka at this address. @throws ConfigurationError */
export const kafkaEndpointAt = (address: string, environment = process.env): KafkaEndpoint =>
  kafkaEndpoint(kafkaSettings({ ...connectionEnvironment([address], environment), KAFKA_BROKERS: address }));

/** How to connect to PostgreSQL at this address. @throws ConfigurationError */
export const databaseEndpointAt = (url: string, environment = process.env): DatabaseEndpoint =>
  databaseEndpoint(databaseSettings({ ...connectionEnvironment([url], environment), DATABASE_URL: url }));

/** How to connect to Temporal at this address. @throws ConfigurationError */
export const temporalEndpointAt = (address: string, environment = process.env): TemporalEndpoint =>
  temporalEndpoint(temporalSettings({ ...connectionEnvironment([address], environment), TEMPORAL_ADDRESS: address }));
