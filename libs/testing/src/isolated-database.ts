import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { requiredEnvironment } from './required-environment.ts';

export interface IsolatedDatabase {
  /** The address for the code under test. */
  url: string;
  /** The administrator's connections, for the test itself. */
  pool: pg.Pool;
  /** Closes the pool and drops the database, disconnecting any other client. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database on the PostgreSQL of TEST_POSTGRES_URL, one per spec file.
 *
 * @param schema the schema of the service under test, whose address then has the rights that the service has in
 *   production: it owns this schema and reaches nothing else. Without one, the address is the administrator's.
 */
export async function createIsolatedDatabase(schema?: string): Promise<IsolatedDatabase> {
  const server = requiredEnvironment('TEST_POSTGRES_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const administrator = new URL(server);
  administrator.pathname = `/${name}`;
  const url = schema === undefined ? administrator : await createServiceRole(administrator, name, schema);
  const pool = new pg.Pool({ connectionString: administrator.href, max: 5 });
  // Dropping the database terminates idle connections, which is expected.
  pool.on('error', () => undefined);
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await onServer(server, `DROP ROLE IF EXISTS ${name}`);
    },
  };
}

async function createServiceRole(administrator: URL, role: string, schema: string): Promise<URL> {
  const password = randomBytes(8).toString('hex');
  await onServer(
    administrator.href,
    // The administrator of the tests is not a superuser. It terminates connections of roles whose rights it has.
    `CREATE ROLE ${role} LOGIN PASSWORD '${password}';
     GRANT ${role} TO CURRENT_USER WITH INHERIT TRUE;
     REVOKE ALL ON DATABASE ${role} FROM PUBLIC;
     REVOKE ALL ON SCHEMA public FROM PUBLIC;
     GRANT CONNECT ON DATABASE ${role} TO ${role};
     CREATE SCHEMA ${schema} AUTHORIZATION ${role}`,
  );
  return Object.assign(new URL(administrator), { username: role, password });
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
