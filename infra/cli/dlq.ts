import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterCommand, isDependencyUnavailable } from '@baton/messaging';
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

/** `npm run dlq -- list|show|replay|skip`: dead letters of the Baton in this clone, or of the one that the environment names. */
export async function dlq(parameters: readonly string[]): Promise<number> {
  const directories = directoriesAt();
  const ports = portsFrom(readState(directories)?.portBase ?? readPortBase());
  const { DATABASE_URL, BATON_POSTGRES_URL, KAFKA_BROKERS } = process.env;
  return deadLetterCommand([...parameters], {
    databaseUrl: DATABASE_URL ?? BATON_POSTGRES_URL ?? localDatabaseUrl(directories, ports.postgres),
    brokers: (KAFKA_BROKERS ?? kafkaBrokers(ports)).split(','),
    print: (line) => console.log(line),
  }).catch((error: unknown) => {
    if (!isDependencyUnavailable(error)) throw error;
    throw new Failure(
      `PostgreSQL or Kafka is not reachable: ${error instanceof Error ? error.message : String(error)}`,
      'Start Baton with npm start, or correct DATABASE_URL and KAFKA_BROKERS.',
    );
  });
}
