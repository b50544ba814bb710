import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KafkaEndpoint } from '@baton/messaging';
import type { EngineOptions } from './engine.ts';
import { downloadJars } from './java.ts';
import { KAFKA_VERSION, kafkaProgram } from './kafka.ts';
import type { KafkaProgram } from './kafka.ts';

/** Kafka's own tools by the names of their scripts, without `kafka-` and `.sh`. */
export const kafkaTools = {
  acls: 'org.apache.kafka.tools.AclCommand',
  configs: 'kafka.admin.ConfigCommand',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  'log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'reassign-partitions': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  topics: 'org.apache.kafka.tools.TopicCommand',
} as const;
export type KafkaTool = keyof typeof kafkaTools;

/** Kafka with its tools, which the server's package does not contain. @throws Failure */
export async function kafkaToolsProgram(options: Pick<EngineOptions, 'directories' | 'signal'>): Promise<KafkaProgram> {
  const program = await kafkaProgram(options);
  if (program.origin === 'KAFKA_HOME') return program;
  const engines = join(options.directories.root, 'infra', 'engines');
  const directory = await downloadJars({
    cache: options.directories.cache,
    name: `kafka-tools-${KAFKA_VERSION}`,
    pom: join(engines, 'kafka-tools.pom.xml'),
    hashes: join(engines, 'kafka-tools.sha256'),
    signal: options.signal,
    alternative: 'set KAFKA_HOME to an installed Kafka',
  });
  return { ...program, classpath: [join(directory, '*'), program.classpath].join(delimiter) };
}

/** Calls `use` with the path of a properties file for the tools, which is deleted afterwards: it may contain a password. */
export async function withClientProperties<Result>(
  endpoint: KafkaEndpoint,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const file = join(tmpdir(), `baton-kafka-${randomBytes(8).toString('hex')}.properties`);
  await writeFile(file, clientProperties(endpoint), { mode: 0o600 });
  try {
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** The connection settings as Kafka's Java client names them. */
export function clientProperties({ tls, sasl }: KafkaEndpoint): string {
  const protocol = `${sasl ? 'SASL_' : ''}${tls ? 'SSL' : 'PLAINTEXT'}`;
  const properties = {
    'security.protocol': protocol,
    ...(tls?.ca && { 'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': tls.ca }),
    ...(tls?.cert &&
      tls.key && {
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.certificate.chain': tls.cert,
        'ssl.keystore.key': tls.key,
      }),
    ...(sasl && {
      'sasl.mechanism': sasl.mechanism.toUpperCase(),
      'sasl.jaas.config': loginModule(sasl),
    }),
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeValue(value)}\n`)
    .join('');
}

const loginModule = ({ mechanism, username, password }: NonNullable<KafkaEndpoint['sasl']>): string => {
  const name = mechanism === 'plain' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return `org.apache.kafka.common.security.${name} required username=${quoted(username)} password=${quoted(password)};`;
};

/** As Java reads .properties files: in Latin-1, one property per line, with backslash as the escape. */
const escapeValue = (value: string): string =>
  value
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\r', '')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll(/[^ -~]/g, (character) => String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0'));
