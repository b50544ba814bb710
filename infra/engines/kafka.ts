import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { Failure } from '../system/failure.ts';
import { lastLine, run } from '../system/run.ts';
import { givenAddress } from './engine.ts';
import type { Engine, EngineSetting } from './engine.ts';
import { findJava, jars } from './java.ts';

const NAME = 'Kafka';
const VERSION = '4.2.0';
const INSTEAD =
  'set BATON_KAFKA_BROKERS to the address of a Kafka that runs already, or KAFKA_HOME to an installed one';

async function findJars(setting: EngineSetting): Promise<{ directory: string; origin: string }> {
  const home = process.env['KAFKA_HOME'];
  if (home) {
    const directory = join(home, 'libs');
    if (existsSync(directory)) return { directory, origin: 'KAFKA_HOME' };
    throw new Failure(`KAFKA_HOME is ${home}, but there is no libs directory in it.`, 'Correct or unset KAFKA_HOME.');
  }
  const engines = join(setting.place.root, 'infra', 'engines');
  const directory = await jars({
    cache: setting.place.cache,
    name: `kafka-${VERSION}`,
    pom: join(engines, 'kafka.pom.xml'),
    hashes: join(engines, 'kafka.sha256'),
    signal: setting.signal,
    instead: INSTEAD,
  });
  return { directory, origin: 'Maven' };
}

/** The properties of this start; ports may differ from the last one. */
async function properties(setting: EngineSetting, logDirectory: string): Promise<string> {
  const { kafka, kafkaController } = setting.ports;
  const common = await readFile(join(setting.place.root, 'infra', 'kafka', 'server.properties'), 'utf8');
  return [
    common,
    `listeners=PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${kafkaController}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${kafka}`,
    `controller.quorum.voters=1@127.0.0.1:${kafkaController}`,
    `log.dirs=${logDirectory}`,
    '',
  ].join('\n');
}

/** Under another name first: an interrupted format is never taken for a log. */
async function format(java: string, classpath: string, directory: string, setting: EngineSetting): Promise<void> {
  const log = join(directory, 'log');
  if (existsSync(log)) return;
  const fresh = `${log}.${randomBytes(4).toString('hex')}`;
  const file = `${fresh}.properties`;
  try {
    await writeFile(file, await properties(setting, fresh));
    const id = `B${randomBytes(16).toString('base64url').slice(1)}`;
    const parameters = ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', file];
    const result = await run(java, parameters, { signal: setting.signal });
    if (result.code !== 0) {
      throw new Failure(
        `Kafka could not prepare its log directory: ${lastLine(result)}`,
        `Check the rights and the space at ${directory}, or ${INSTEAD}.`,
      );
    }
    await rename(fresh, log);
  } finally {
    await rm(file, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** A client that says nothing by itself. */
export const quietKafka = (brokers: string[]): Kafka =>
  new Kafka({
    clientId: 'baton-infra',
    brokers,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3000,
    retry: { retries: 0 },
  });

async function answers(brokers: string[]): Promise<boolean> {
  const admin = quietKafka(brokers).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } finally {
    await admin.disconnect();
  }
}

async function check(address: string): Promise<void> {
  await answers(address.split(',')).catch((error: unknown) => {
    throw new Failure(
      `Kafka at ${address} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      'Check BATON_KAFKA_BROKERS (host:port,host:port), or unset it to have one started here.',
    );
  });
}

/** Kafka at the address of the environment, else started here. */
export async function kafka(setting: EngineSetting): Promise<Engine> {
  const given = givenAddress('BATON_KAFKA_BROKERS', setting);
  if (given) return { name: NAME, address: given, origin: 'BATON_KAFKA_BROKERS', check: () => check(given) };
  const java = await findJava(setting.signal);
  const found = await findJars(setting);
  const directory = join(setting.place.data, 'kafka');
  await mkdir(directory, { recursive: true });
  const classpath = join(found.directory, '*');
  await format(java, classpath, directory, setting);
  const file = join(directory, 'server.properties');
  await writeFile(file, await properties(setting, join(directory, 'log')));
  const address = `127.0.0.1:${setting.ports.kafka}`;
  const logging = join(setting.place.root, 'infra', 'kafka', 'log4j2.properties');
  return {
    name: NAME,
    address,
    origin: found.origin,
    ...(found.origin === 'Maven' && { version: VERSION }),
    check: () => check(address),
    specification: {
      name: 'kafka',
      stage: 'kafka',
      command: java,
      parameters: [
        '-Xmx512m',
        '-Xms256m',
        '-XX:+UseG1GC',
        '-XX:+ExitOnOutOfMemoryError',
        '-Djava.awt.headless=true',
        `-Dlog4j2.configurationFile=${logging}`,
        '-cp',
        classpath,
        'kafka.Kafka',
        file,
      ],
      isReady: () => answers([address]),
      readyWithinSeconds: 120,
    },
  };
}
