import type { KafkaConfig } from 'kafkajs';
import { causesOf, explainClosedConnection, explainTlsFailure } from '../connection-failure.ts';

/** The brokers and how to connect to them. */
export interface KafkaEndpoint {
  readonly brokers: string[];
  /** Connects with TLS. Without `ca`, the authorities that Node.js ships are trusted. The values are PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** The options of kafkajs for an endpoint. */
export const kafkaClientOptions = ({ brokers, tls, sasl }: KafkaEndpoint): KafkaConfig => ({
  brokers,
  ...(tls && { ssl: { ...tls } }),
  // The mechanisms differ only in their name, which kafkajs models as different types.
  ...(sasl && { sasl: sasl as NonNullable<KafkaConfig['sasl']> }),
});

const variables = {
  engine: 'Kafka',
  address: 'KAFKA_BROKERS',
  encryption: 'KAFKA_SECURITY_PROTOCOL',
  rootCertificate: 'KAFKA_SSL_CA_LOCATION',
  clientCertificate: 'KAFKA_SSL_CERTIFICATE_LOCATION and KAFKA_SSL_KEY_LOCATION',
  credentials: 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
};

/** Says which variable to correct when Kafka refuses a first connection; undefined when the settings are not the reason. */
export const explainKafkaFailure = (error: unknown): string | undefined =>
  explainRefusal(error) ?? explainClosedConnection(error, variables);

function explainRefusal(error: unknown): string | undefined {
  const causes = causesOf(error);
  const says = (text: RegExp): boolean => causes.some(({ message }) => text.test(message));
  if (says(/mechanism is not supported|UNSUPPORTED_SASL_MECHANISM|does not support .*SASL/i)) {
    return 'Kafka does not offer this SASL mechanism. Correct KAFKA_SASL_MECHANISM.';
  }
  if (causes.some(({ name }) => name === 'KafkaJSSASLAuthenticationError')) {
    return `Kafka refuses these credentials. Correct ${variables.credentials}, or KAFKA_SASL_MECHANISM.`;
  }
  return explainTlsFailure(error, variables);
}

/** Kafka refuses a connection because of a setting; the message says which one. */
export class KafkaRefusal extends Error {
  override readonly name = 'KafkaRefusal';
}

/**
 * The error itself or, when a setting is the reason, one that says so and has the error as its cause.
 *
 * @param isFirst whether no connection has succeeded yet
 */
export function withExplanation(error: unknown, isFirst = false): unknown {
  const explanation = isFirst ? explainKafkaFailure(error) : explainRefusal(error);
  return explanation === undefined || error instanceof KafkaRefusal
    ? error
    : new KafkaRefusal(explanation, { cause: error });
}
