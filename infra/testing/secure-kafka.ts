import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Directories } from '../directories.ts';
import { kafkaProgram } from '../engines/kafka.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import type { ProcessSpecification } from '../process/supervisor.ts';

export interface SecureKafkaOptions {
  directories: Directories;
  ports: { sasl: number; tls: number; controller: number; internal: number };
  signal: AbortSignal;
  /** PEM files: the authority, and the broker's certificate with its key. */
  authority: string;
  certificate: string;
  key: string;
  user: string;
  password: string;
  isReady: () => Promise<boolean>;
}

/** A broker with a SASL_SSL listener (PLAIN, SCRAM) and an SSL listener that requires client certificates. */
export async function secureKafka(options: SecureKafkaOptions): Promise<ProcessSpecification> {
  const { directories, signal, user, password } = options;
  const { java, classpath } = await kafkaProgram({ directories, signal });
  const directory = join(directories.data, 'secure-kafka');
  await mkdir(directory, { recursive: true });
  const properties = join(directory, 'server.properties');
  await writeFile(properties, await serverProperties(options, directory));
  const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${user},password=${password}]`,
  ]);
  const format = ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', 'MkU3OEVBNTcwNTJENDM2Qk'];
  const formatted = await runCommand(java, [...format, '-c', properties, ...scram], { signal });
  if (formatted.code !== 0) throw new Error(`Kafka could not be formatted: ${errorLine(formatted)}`);
  return {
    name: 'kafka',
    stage: 'kafka',
    command: java,
    parameters: ['-Xmx512m', '-cp', classpath, 'kafka.Kafka', properties],
    isReady: options.isReady,
    readyWithinSeconds: 180,
  };
}

async function serverProperties(options: SecureKafkaOptions, directory: string): Promise<string> {
  const { ports, authority, certificate, key, user, password } = options;
  const keystore = join(directory, 'keystore.pem');
  await writeFile(keystore, (await readFile(key, 'utf8')) + (await readFile(certificate, 'utf8')), { mode: 0o600 });
  const common = await readFile(join(options.directories.root, 'infra', 'kafka', 'server.properties'), 'utf8');
  const login = 'org.apache.kafka.common.security';
  return [
    common.replace(/^listener\.security\.protocol\.map=.*$/m, ''),
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL',
    `listeners=PLAINTEXT://127.0.0.1:${ports.internal},CONTROLLER://127.0.0.1:${ports.controller},SASL_SSL://127.0.0.1:${ports.sasl},SSL://127.0.0.1:${ports.tls}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${ports.internal},SASL_SSL://localhost:${ports.sasl},SSL://localhost:${ports.tls}`,
    `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `log.dirs=${join(directory, 'log')}`,
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    `listener.name.sasl_ssl.plain.sasl.jaas.config=${login}.plain.PlainLoginModule required user_${user}="${password}";`,
    `listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=${login}.scram.ScramLoginModule required;`,
    `listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=${login}.scram.ScramLoginModule required;`,
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${keystore}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${authority}`,
    'listener.name.ssl.ssl.client.auth=required',
    '',
  ].join('\n');
}
