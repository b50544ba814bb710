/** Jobs of containers that prepare an engine: `prepare.ts database`, `prepare.ts topics` and `prepare.ts temporal`. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServiceRoles, databaseServices } from '../engines/service-roles.ts';
import type { DatabaseService } from '../engines/service-roles.ts';
import { createTopics } from '../kafka/topics.ts';
import { toFailure, Failure } from '../failure.ts';
import { writeOnce } from '../process/write-file-once.ts';
import { prepareTemporal } from '../temporal/prepare.ts';

const required = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Failure(`${name} is not set.`, 'Set it to the address of the engine.');
};

const SECRETS_DIRECTORY = '/var/lib/baton-secrets';

/** The password of a service's role is a file in a directory that only this job and the service mount. */
const passwordOf = (service: DatabaseService): string => {
  const file = join(SECRETS_DIRECTORY, service, 'database-password');
  writeOnce(file, `${randomBytes(32).toString('base64url')}\n`);
  return readFileSync(file, 'utf8').trim();
};

const prepareDatabase = (): Promise<void> =>
  createServiceRoles(
    required('DATABASE_URL'),
    Object.fromEntries(databaseServices.map((service) => [service, passwordOf(service)])) as Record<
      DatabaseService,
      string
    >,
  );

async function prepare(job: string | undefined): Promise<void> {
  if (job === 'database') return prepareDatabase();
  if (job === 'topics') return createTopics(required('KAFKA_BROKERS'));
  if (job === 'temporal') return prepareTemporal(required('TEMPORAL_ADDRESS'));
  throw new Failure(`There is no job called "${job ?? ''}".`, 'Use database, topics or temporal.');
}

try {
  await prepare(process.argv[2]);
} catch (error) {
  const failure = toFailure(error);
  console.error(`${failure.message} ${failure.remedy}`);
  process.exitCode = 1;
}
