import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterCommand, isDependencyUnavailable } from '@baton/messaging';
import type { DeadLetterCommandOptions } from '@baton/messaging';
import {
  databaseEndpoint,
  databaseSettings,
  explainDatabaseFailure,
  explainKafkaFailure,
  kafkaEndpoint,
  kafkaSettings,
} from '@baton/service/connections';
import { databaseEndpointAt, kafkaEndpointAt } from '../engines/external-endpoints.ts';
import { Failure } from '../failure.ts';
import { directoriesAt } from '../directories.ts';
import type { Directories } from '../directories.ts';
import { readPortBase, portsFrom } from '../process/ports.ts';
import { readOrCreateSecret } from '../process/secret.ts';
import { kafkaBrokers } from '../system/services.ts';
import { readState } from '../process/state-file.ts';

function localDatabaseUrl(directories: Directories, port: number): string {
  if (existsSync(join(directories.secrets, 'postgres-password'))) {
    return `postgres://baton:${readOrCreateSecret(directories, 'postgres-password')}@127.0.0.1:${port}/baton`;
  }
  throw new Failure(
    'Baton has never run in this clone.',
    'Start it with npm start, or set DATABASE_URL and KAFKA_BROKERS.',
  );
}

/** The database and Kafka of the Baton in this clone, or of the one that the environment names. */
function endpoints(environment: NodeJS.ProcessEnv): Pick<DeadLetterCommandOptions, 'database' | 'kafka'> {
  const directories = directoriesAt();
  const ports = portsFrom(readState(directories)?.portBase ?? readPortBase());
  const { DATABASE_URL, DATABASE_URL_FILE, BATON_POSTGRES_URL, KAFKA_BROKERS } = environment;
  return {
    database:
      DATABASE_URL || DATABASE_URL_FILE
        ? databaseEndpoint(databaseSettings(environment))
        : databaseEndpointAt(BATON_POSTGRES_URL || localDatabaseUrl(directories, ports.postgres)),
    kafka: KAFKA_BROKERS ? kafkaEndpoint(kafkaSettings(environment)) : kafkaEndpointAt(kafkaBrokers(ports)),
  };
}

/** `npm run dlq -- list|show|replay|skip`: dead letters of the Baton in this clone, or of the one that the environment names. */
export async function dlq(parameters: readonly string[]): Promise<number> {
  return deadLetterCommand([...parameters], {
    ...endpoints(process.env),
    print: (line) => console.log(line),
  }).catch((error: unknown) => {
    const explanation = explainDatabaseFailure(error) ?? explainKafkaFailure(error);
    if (explanation === undefined && !isDependencyUnavailable(error)) throw error;
    throw new Failure(
      `PostgreSQL or Kafka is not reachable: ${explanation ?? (error instanceof Error ? error.message : String(error))}`,
      'Start Baton with npm start, or correct DATABASE_URL and KAFKA_BROKERS.',
    );
  });
}
