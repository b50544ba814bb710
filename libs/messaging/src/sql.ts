import type pg from 'pg';
import type { Logger } from './logger.ts';

/**
 * Anything that can run SQL inside the caller's transaction; TypeORM's EntityManager fits.
 * It answers with the rows. TypeORM answers a bare UPDATE or DELETE with [rows, count] instead, so code that runs
 * on both writes `WITH changed AS (UPDATE … RETURNING …) SELECT … FROM changed`.
 */
export interface SqlExecutor {
  query<T = unknown>(sql: string, parameters?: unknown[]): Promise<T>;
}

/** The same interface over a plain pg client or pool; always answers with the rows. */
export function sqlExecutorOf(client: Pick<pg.ClientBase, 'query'>): SqlExecutor {
  return {
    async query<T>(sql: string, parameters: unknown[] = []): Promise<T> {
      const result = await client.query(sql, parameters);
      return result.rows as T;
    },
  };
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    // A client that cannot even roll back is dropped from the pool, together with its transaction.
    client.release(broken);
  }
}

const guardedPools = new WeakSet<pg.Pool>();
const guardedClients = new WeakSet<pg.PoolClient>();

/** A lost connection reaches the waiting query as an error; without these listeners it would end the process too. */
export function tolerateLostConnections(pool: pg.Pool, logger: Logger): void {
  if (guardedPools.has(pool)) return;
  guardedPools.add(pool);
  pool.on('error', (error) => {
    logger.warn({ reason: error.message }, 'a connection to PostgreSQL was lost; the pool opens another');
  });
  // The pool listens to idle clients only.
  pool.on('acquire', (client) => {
    if (guardedClients.has(client)) return;
    guardedClients.add(client);
    client.on('error', (error) => {
      logger.debug({ reason: error.message }, 'a connection to PostgreSQL broke while in use');
    });
  });
}

/** Quotes a schema name; only names that need no quoting are accepted, since they come from code and not from input. */
export function quotedSchema(schema: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) {
    throw new Error(`"${schema}" cannot be a schema name: use lower-case letters, digits and underscores.`);
  }
  return `"${schema}"`;
}
