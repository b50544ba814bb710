import { setTimeout as pause } from 'node:timers/promises';
import { explainDatabaseFailure } from '@baton/service/connections';
import type { DatabaseEndpoint } from '@baton/service/connections';
import pg from 'pg';
import { Failure } from '../failure.ts';
import { databaseEndpointAt } from './external-endpoints.ts';

const MISSING_DATABASE = '3D000';
const alreadyExists = new Set(['42P04', '23505']);

/** Runs one query on its own connection. */
export async function queryOnce(endpoint: DatabaseEndpoint, sql: string): Promise<void> {
  const client = new pg.Client({ ...endpoint, connectionTimeoutMillis: 3000 });
  // A broken connection also rejects the pending query, which reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const maintenance = (endpoint: DatabaseEndpoint): DatabaseEndpoint => ({ ...endpoint, database: 'postgres' });

/** Whether the server responds, even if the database is missing. */
export async function isResponding(url: string, environment = process.env): Promise<boolean> {
  await queryOnce(maintenance(databaseEndpointAt(url, environment)), 'select 1');
  return true;
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** Creates the database that the URL names, unless it exists. */
export async function ensureDatabase(url: string, environment = process.env, tries = 3): Promise<void> {
  const endpoint = databaseEndpointAt(url, environment);
  const { host, database } = endpoint;
  try {
    await queryOnce(endpoint, 'select 1');
  } catch (error) {
    if (codeOf(error) === MISSING_DATABASE) {
      await queryOnce(maintenance(endpoint), `create database "${database.replaceAll('"', '""')}"`).catch(
        (problem: unknown) => {
          if (!alreadyExists.has(String(codeOf(problem)))) throw problem;
        },
      );
      return;
    }
    const explanation = explainDatabaseFailure(error);
    if (tries > 1 && explanation === undefined) {
      await pause(500);
      return ensureDatabase(url, environment, tries - 1);
    }
    throw new Failure(
      `PostgreSQL at ${host} cannot be used: ${explanation ?? (error instanceof Error ? error.message : String(error))}`,
      'Check BATON_POSTGRES_URL (postgres://user:password@host:port/database), or unset it to start PostgreSQL here.',
    );
  }
}
