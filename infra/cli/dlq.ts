import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterCommand, isDependencyAway } from '@baton/messaging';
import { Failure } from '../system/failure.ts';
import { placeAt } from '../system/place.ts';
import type { Place } from '../system/place.ts';
import { portBase, portsFrom } from '../system/ports.ts';
import { secret } from '../system/secret.ts';
import { readState } from '../system/state-file.ts';

function databaseOf(place: Place, port: number): string {
  if (existsSync(join(place.secrets, 'postgres-password'))) {
    return `postgres://baton:${secret(place, 'postgres-password')}@127.0.0.1:${port}/baton`;
  }
  throw new Failure('No Baton has run here yet.', 'Start it first: npm start; or set DATABASE_URL and KAFKA_BROKERS.');
}

/** `npm run dlq -- list|show|replay|skip`: what consumers and Kafka gave up on, of the Baton here or of the one that the environment names. */
export async function dlq(parameters: readonly string[]): Promise<number> {
  const place = placeAt();
  const ports = portsFrom(readState(place)?.portBase ?? portBase());
  const { DATABASE_URL, BATON_POSTGRES_URL, KAFKA_BROKERS, BATON_KAFKA_BROKERS } = process.env;
  return deadLetterCommand([...parameters], {
    databaseUrl: DATABASE_URL ?? BATON_POSTGRES_URL ?? databaseOf(place, ports.postgres),
    brokers: (KAFKA_BROKERS ?? BATON_KAFKA_BROKERS ?? `127.0.0.1:${ports.kafka}`).split(','),
    print: (line) => console.log(line),
  }).catch((error: unknown) => {
    if (!isDependencyAway(error)) throw error;
    throw new Failure(
      `PostgreSQL or Kafka does not answer: ${error instanceof Error ? error.message : String(error)}`,
      'Start Baton (npm start), or correct DATABASE_URL and KAFKA_BROKERS.',
    );
  });
}
