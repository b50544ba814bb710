import { databaseEndpoint, databaseSettings } from '@baton/service/connections';
import type { DatabaseEndpoint } from '@baton/service/connections';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const POSTGRES_PORT_OFFSET = 10;

/** The database named in the environment, or else the database of the Baton that is running in this clone. */
export function importDatabase(environment: NodeJS.ProcessEnv): DatabaseEndpoint {
  const isNamed = [environment['DATABASE_URL'], environment['DATABASE_URL_FILE']].some(Boolean);
  return databaseEndpoint(
    databaseSettings(isNamed ? environment : { ...environment, DATABASE_URL: localUrl(environment) }),
  );
}

function localUrl(environment: NodeJS.ProcessEnv): string {
  const given = environment['BATON_POSTGRES_URL'];
  if (given) return given;
  const data = environment['BATON_DATA'] ?? join(root, '.baton');
  try {
    const { portBase } = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as { portBase: number };
    const password = readFileSync(join(data, 'secrets', 'postgres-password-intake'), 'utf8').trim();
    return `postgres://baton_intake:${password}@127.0.0.1:${portBase + POSTGRES_PORT_OFFSET}/baton`;
  } catch {
    throw new Error('Baton is not running in this clone. Run npm start, or set DATABASE_URL.');
  }
}
