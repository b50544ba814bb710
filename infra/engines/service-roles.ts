import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainDatabaseFailure } from '@baton/service/connections';
import type { DatabaseEndpoint } from '@baton/service/connections';
import pg from 'pg';
import { Failure } from '../failure.ts';

/** The services that log in to PostgreSQL, each with its own role and the schema of the same name. */
export const databaseServices = ['intake', 'scoring', 'handoff', 'reporting'] as const;
export type DatabaseService = (typeof databaseServices)[number];

export type ServicePasswords = Readonly<Record<DatabaseService, string>>;

/** The address with which a service logs in to the database of the administrator's address. */
export function serviceDatabaseUrl(administratorUrl: string, service: DatabaseService, password: string): string {
  const url = new URL(administratorUrl);
  url.username = encodeURIComponent(`${decodeURIComponent(url.pathname.slice(1))}_${service}`);
  url.password = encodeURIComponent(password);
  return url.href;
}

/**
 * Creates the roles and schemas of the services, and sets the passwords. Safe to repeat.
 *
 * @param administrator the database, as a role that may create roles
 */
export async function createServiceRoles(administrator: DatabaseEndpoint, passwords: ServicePasswords): Promise<void> {
  const script = await readFile(join(import.meta.dirname, 'service-roles.sql'), 'utf8');
  const client = new pg.Client({ ...administrator, application_name: 'baton-roles' });
  // A broken connection also rejects the pending query, which reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SELECT set_config('baton.passwords', $1, false)`, [JSON.stringify(passwords)]);
    await client.query(script);
  } catch (error) {
    const reason = explainDatabaseFailure(error) ?? (error instanceof Error ? error.message : String(error));
    throw new Failure(
      `The database roles of the services could not be created: ${reason}`,
      'Use the address of a role that may create roles (CREATEROLE) and owns the database. Data of an earlier build can be deleted with npm run reset.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
