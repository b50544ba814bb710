import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { requiredEnvironment } from './required-environment.ts';

export interface IsolatedDatabase {
  url: string;
  pool: pg.Pool;
  /** Closes the pool and drops the database, disconnecting any other client. */
  drop(): Promise<void>;
}

/** Creates an empty database on the PostgreSQL of TEST_POSTGRES_URL, one per spec file. */
export async function createIsolatedDatabase(): Promise<IsolatedDatabase> {
  const server = requiredEnvironment('TEST_POSTGRES_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 5 });
  // Dropping the database terminates idle connections, which is expected.
  pool.on('error', () => undefined);
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
