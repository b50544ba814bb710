import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainKafkaFailure, kafkaClientOptions } from '@baton/messaging';
import type { KafkaEndpoint } from '@baton/messaging';
import { Kafka, logLevel } from 'kafkajs';
import { Failure } from '../failure.ts';
import { errorLine, runCommand } from '../process/run-command.ts';
import { externalAddress } from './engine.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { kafkaEndpointAt } from './external-endpoints.ts';
import { findJava, downloadJars } from './java.ts';

const NAME = 'Kafka';
export const KAFKA_VERSION = '4.2.0';
const ALTERNATIVE = 'set BATON_KAFKA_BROKERS to the address of a running Kafka, or KAFKA_HOME to an installed one';

/** Java, and the path of Kafka's classes. */
export interface KafkaProgram {
  readonly java: string;
  readonly classpath: string;
  readonly origin: string;
}

/** Kafka's server and tools, from KAFKA_HOME or from Maven. @throws Failure */
export async function kafkaProgram(options: Pick<EngineOptions, 'directories' | 'signal'>): Promise<KafkaProgram> {
  const java = await findJava(options.signal);
  const { directory, origin } = await findJars(options);
  return { java, classpath: join(directory, '*'), origin };
}

async function findJars(
  options: Pick<EngineOptions, 'directories' | 'signal'>,
): Promise<{ directory: string; origin: string }> {
  const home = process.env['KAFKA_HOME'];
  if (home) {
    const directory = join(home, 'libs');
    if (existsSync(directory)) return { directory, origin: 'KAFKA_HOME' };
    throw new Failure(`KAFKA_HOME is ${home}, which has no libs directory.`, 'Correct or unset KAFKA_HOME.');
  }
  const engines = join(options.directories.root, 'infra', 'engines');
  const directory = await downloadJars({
    cache: options.directories.cache,
    name: `kafka-${KAFKA_VERSION}`,
    pom: join(engines, 'kafka.pom.xml'),
    hashes: join(engines, 'kafka.sha256'),
    signal: options.signal,
    alternative: ALTERNATIVE,
  });
  return { directory, origin: 'Maven' };
}

/** The configuration for this start. The ports may have changed since the last one. */
async function serverProperties(options: EngineOptions, logDirectory: string): Promise<string> {
  const { kafka, kafkaController } = options.ports;
  const common = await readFile(join(options.directories.root, 'infra', 'kafka', 'server.properties'), 'utf8');
  return [
    common,
    `listeners=PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${kafkaController}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${kafka}`,
    `controller.quorum.voters=1@127.0.0.1:${kafkaController}`,
    `log.dirs=${logDirectory}`,
    '',
  ].join('\n');
}

/** Formats the directory under another name first, so that an interrupted format is never used. */
async function formatLogDirectory(
  java: string,
  classpath: string,
  directory: string,
  options: EngineOptions,
): Promise<void> {
  const log = join(directory, 'log');
  if (existsSync(log)) return;
  const fresh = `${log}.${randomBytes(4).toString('hex')}`;
  const file = `${fresh}.properties`;
  try {
    await writeFile(file, await serverProperties(options, fresh));
    const id = `B${randomBytes(16).toString('base64url').slice(1)}`;
    const parameters = ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', file];
    const result = await runCommand(java, parameters, { signal: options.signal });
    if (result.code !== 0) {
      throw new Failure(
        `Kafka could not prepare its log directory: ${errorLine(result)}`,
        `Check permissions and free space at ${directory}, or ${ALTERNATIVE}.`,
      );
    }
    await rename(fresh, log);
  } finally {
    await rm(file, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** A client that logs nothing and does not retry. */
export const silentKafkaClient = (endpoint: KafkaEndpoint): Kafka =>
  new Kafka({
    clientId: 'baton-infra',
    ...kafkaClientOptions(endpoint),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3000,
    retry: { retries: 0 },
  });

async function isResponding(endpoint: KafkaEndpoint): Promise<boolean> {
  const admin = silentKafkaClient(endpoint).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

async function assertUsable(address: string): Promise<void> {
  await isResponding(kafkaEndpointAt(address)).catch((error: unknown) => {
    const reason = explainKafkaFailure(error) ?? (error instanceof Error ? error.message : String(error));
    throw new Failure(
      `Kafka at ${address} cannot be used: ${reason}`,
      'Check BATON_KAFKA_BROKERS (host:port,host:port), or unset it to start Kafka here.',
    );
  });
}

/** The Kafka that BATON_KAFKA_BROKERS names, or one to be started here. */
export async function kafka(options: EngineOptions): Promise<Engine> {
  const given = externalAddress('BATON_KAFKA_BROKERS', options);
  if (given)
    return { name: NAME, address: given, origin: 'BATON_KAFKA_BROKERS', assertUsable: () => assertUsable(given) };
  const { java, classpath, origin } = await kafkaProgram(options);
  const directory = join(options.directories.data, 'kafka');
  await mkdir(directory, { recursive: true });
  await formatLogDirectory(java, classpath, directory, options);
  const file = join(directory, 'server.properties');
  await writeFile(file, await serverProperties(options, join(directory, 'log')));
  const address = `127.0.0.1:${options.ports.kafka}`;
  const logging = join(options.directories.root, 'infra', 'kafka', 'log4j2.properties');
  return {
    name: NAME,
    address,
    origin,
    ...(origin === 'Maven' && { version: KAFKA_VERSION }),
    assertUsable: () => assertUsable(address),
    specification: {
      name: 'kafka',
      stage: 'kafka',
      command: java,
      parameters: [
        '-Xmx512m',
        '-Xms256m',
        '-XX:+UseG1GC',
        '-XX:+ExitOnOutOfMemoryError',
        // The JVM otherwise updates counters for its own tools 20 times a second.
        '-XX:-UsePerfData',
        // The second compiler would take most of what a resting broker uses, for an hour. What a machine with all services
        // sends costs no more without it.
        '-XX:TieredStopAtLevel=1',
        '-Djava.awt.headless=true',
        `-Dlog4j2.configurationFile=${logging}`,
        '-cp',
        classpath,
        'kafka.Kafka',
        file,
      ],
      isReady: () => isResponding({ brokers: [address] }),
      readyWithinSeconds: 120,
    },
  };
}
