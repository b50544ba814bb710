import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Failure } from '../failure.ts';

const MISSING_DATABASE = '3D000';
const alreadyExists = new Set(['42P04', '23505']);

/** Runs one query on its own connection. */
export async function queryOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  // A broken connection also rejects the pending query, which reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether the server responds, even if the database is missing. */
export async function isResponding(url: string): Promise<boolean> {
  await queryOnce(maintenanceUrl(url), 'select 1');
  return true;
}

const maintenanceUrl = (url: string): string => {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  return maintenance.href;
};

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** Creates the database that the URL names, unless it exists. */
export async function ensureDatabase(url: string, tries = 3): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  try {
    await queryOnce(url, 'select 1');
  } catch (error) {
    if (codeOf(error) === MISSING_DATABASE) {
      await queryOnce(maintenanceUrl(url), `create database "${name.replaceAll('"', '""')}"`).catch(
        (problem: unknown) => {
          if (!alreadyExists.has(String(codeOf(problem)))) throw problem;
        },
      );
      return;
    }
    if (tries > 1) {
      await pause(500);
      return ensureDatabase(url, tries - 1);
    }
    const { host } = new URL(url);
    throw new Failure(
      `PostgreSQL at ${host} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      'Check BATON_POSTGRES_URL (postgres://user:password@host:port/database), or unset it to start PostgreSQL here.',
    );
  }
}
