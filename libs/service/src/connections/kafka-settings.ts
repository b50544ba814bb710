import type { KafkaEndpoint } from '@baton/messaging';
import { clientCertificateProblems, pemProblems, readPem, unusedProblems } from './pem-file.ts';
import { isSet } from './setting-problem.ts';
import type { SettingProblem } from './setting-problem.ts';

export const kafkaSecurityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;
export const kafkaSaslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** How to reach Kafka. The names are Kafka's own: `security.protocol`, `sasl.mechanism`, `ssl.ca.location`. */
export interface KafkaSettings {
  KAFKA_BROKERS: readonly string[];
  KAFKA_SECURITY_PROTOCOL?: string | undefined;
  KAFKA_SASL_MECHANISM?: string | undefined;
  KAFKA_SASL_USERNAME?: string | undefined;
  KAFKA_SASL_PASSWORD?: string | undefined;
  KAFKA_SSL_CA_LOCATION?: string | undefined;
  KAFKA_SSL_CERTIFICATE_LOCATION?: string | undefined;
  KAFKA_SSL_KEY_LOCATION?: string | undefined;
}

export const kafkaKeys = [
  'KAFKA_BROKERS',
  'KAFKA_SECURITY_PROTOCOL',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_SSL_CA_LOCATION',
  'KAFKA_SSL_CERTIFICATE_LOCATION',
  'KAFKA_SSL_KEY_LOCATION',
] as const satisfies readonly (keyof KafkaSettings)[];

const protocolOf = ({ KAFKA_SECURITY_PROTOCOL: given }: KafkaSettings): string => (isSet(given) ? given : 'PLAINTEXT');
const usesSasl = (settings: KafkaSettings): boolean => protocolOf(settings).startsWith('SASL_');
const usesTls = (settings: KafkaSettings): boolean => protocolOf(settings).endsWith('SSL');

/** What is wrong with these settings, one entry a variable. */
export function kafkaProblems(settings: KafkaSettings): readonly SettingProblem[] {
  return [
    ...brokerProblems(settings),
    ...protocolProblems(settings),
    ...saslProblems(settings),
    ...tlsProblems(settings),
  ];
}

function brokerProblems({ KAFKA_BROKERS: brokers = [] }: Partial<KafkaSettings>): readonly SettingProblem[] {
  const areAddresses = brokers.length > 0 && brokers.every((broker) => /^[^\s:]+:\d+$/.test(broker));
  return areAddresses
    ? []
    : [{ key: 'KAFKA_BROKERS', message: 'KAFKA_BROKERS must be a comma-separated list of host:port' }];
}

function protocolProblems({ KAFKA_SECURITY_PROTOCOL: given }: KafkaSettings): readonly SettingProblem[] {
  if (!isSet(given) || kafkaSecurityProtocols.some((protocol) => protocol === given)) return [];
  const message = `KAFKA_SECURITY_PROTOCOL must be one of ${kafkaSecurityProtocols.join(', ')}`;
  return [{ key: 'KAFKA_SECURITY_PROTOCOL', message }];
}

function saslProblems(settings: KafkaSettings): readonly SettingProblem[] {
  const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD } = settings;
  const given = { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD };
  if (!usesSasl(settings)) {
    return unusedProblems(given, `KAFKA_SECURITY_PROTOCOL is ${protocolOf(settings)}; use SASL_SSL or SASL_PLAINTEXT`);
  }
  const missing = Object.entries(given)
    .filter(([, value]) => !isSet(value))
    .map(([key]) => ({ key, message: `${key} is needed with KAFKA_SECURITY_PROTOCOL=${protocolOf(settings)}` }));
  const isKnown = !isSet(KAFKA_SASL_MECHANISM) || kafkaSaslMechanisms.some((each) => each === KAFKA_SASL_MECHANISM);
  const message = `KAFKA_SASL_MECHANISM must be one of ${kafkaSaslMechanisms.join(', ')}`;
  return isKnown ? missing : [...missing, { key: 'KAFKA_SASL_MECHANISM', message }];
}

function tlsProblems(settings: KafkaSettings): readonly SettingProblem[] {
  const { KAFKA_SSL_CA_LOCATION, KAFKA_SSL_CERTIFICATE_LOCATION, KAFKA_SSL_KEY_LOCATION } = settings;
  const given = { KAFKA_SSL_CA_LOCATION, KAFKA_SSL_CERTIFICATE_LOCATION, KAFKA_SSL_KEY_LOCATION };
  if (!usesTls(settings)) {
    return unusedProblems(given, `KAFKA_SECURITY_PROTOCOL is ${protocolOf(settings)}; use SSL or SASL_SSL`);
  }
  return [
    ...pemProblems('KAFKA_SSL_CA_LOCATION', KAFKA_SSL_CA_LOCATION, 'certificate'),
    ...clientCertificateProblems({
      certificateKey: 'KAFKA_SSL_CERTIFICATE_LOCATION',
      certificate: KAFKA_SSL_CERTIFICATE_LOCATION,
      privateKeyKey: 'KAFKA_SSL_KEY_LOCATION',
      privateKey: KAFKA_SSL_KEY_LOCATION,
    }),
  ];
}

/** The brokers and how to connect to them, from settings without a problem. */
export function kafkaEndpoint(settings: KafkaSettings): KafkaEndpoint {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings;
  const { KAFKA_SSL_CA_LOCATION: ca, KAFKA_SSL_CERTIFICATE_LOCATION: cert, KAFKA_SSL_KEY_LOCATION: key } = settings;
  return {
    brokers: [...settings.KAFKA_BROKERS],
    ...(usesTls(settings) && {
      tls: {
        ...(isSet(ca) && { ca: readPem(ca) }),
        ...(isSet(cert) && isSet(key) && { cert: readPem(cert), key: readPem(key) }),
      },
    }),
    ...(usesSasl(settings) && {
      sasl: { mechanism: saslMechanism(mechanism), username: username ?? '', password: password ?? '' },
    }),
  };
}

const saslMechanism = (name: string | undefined): 'plain' | 'scram-sha-256' | 'scram-sha-512' =>
  name === 'SCRAM-SHA-256' ? 'scram-sha-256' : name === 'SCRAM-SHA-512' ? 'scram-sha-512' : 'plain';
