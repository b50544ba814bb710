/** Jobs of containers that prepare an engine: `prepare.ts database`, `prepare.ts topics` and `prepare.ts temporal`. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  databaseEndpoint,
  databaseSettings,
  kafkaEndpoint,
  kafkaSettings,
  temporalEndpoint,
  temporalSettings,
} from '@baton/service/connections';
import { createServiceRoles, databaseServices } from '../engines/service-roles.ts';
import type { DatabaseService } from '../engines/service-roles.ts';
import { createTopics } from '../kafka/topics.ts';
import { toFailure, Failure } from '../failure.ts';
import { writeOnce } from '../process/write-file-once.ts';
import { prepareTemporal } from '../temporal/prepare.ts';

const SECRETS_DIRECTORY = '/var/lib/baton-secrets';

/** The password of a service's role is a file in a directory that only this job and the service mount. */
const passwordOf = (service: DatabaseService): string => {
  const file = join(SECRETS_DIRECTORY, service, 'database-password');
  writeOnce(file, `${randomBytes(32).toString('base64url')}\n`);
  return readFileSync(file, 'utf8').trim();
};

const prepareDatabase = (): Promise<void> =>
  createServiceRoles(
    databaseEndpoint(databaseSettings(process.env)),
    Object.fromEntries(databaseServices.map((service) => [service, passwordOf(service)])) as Record<
      DatabaseService,
      string
    >,
  );

async function prepare(job: string | undefined): Promise<void> {
  if (job === 'database') return prepareDatabase();
  if (job === 'topics') return createTopics(kafkaEndpoint(kafkaSettings(process.env)));
  if (job === 'temporal') return prepareTemporal(temporalEndpoint(temporalSettings(process.env)));
  throw new Failure(`There is no job called "${job ?? ''}".`, 'Use database, topics or temporal.');
}

try {
  await prepare(process.argv[2]);
} catch (error) {
  const failure = toFailure(error);
  console.error(`${failure.message} ${failure.remedy}`);
  process.exitCode = 1;
}
