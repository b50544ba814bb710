import type pg from 'pg';
import type { Logger } from '../logger.ts';

/**
 * Runs SQL in the caller's transaction and returns the rows; TypeORM's EntityManager satisfies it. For a bare UPDATE or
 * DELETE, however, TypeORM returns [rows, count]: code that runs on both writes
 * `WITH changed AS (UPDATE … RETURNING …) SELECT … FROM changed`.
 */
export interface SqlExecutor {
  query<T = unknown>(sql: string, parameters?: unknown[]): Promise<T>;
}

/** The same interface over a plain pg client or pool; it always returns the rows. */
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
    // A client that cannot roll back is removed from the pool, which ends its transaction.
    client.release(broken);
  }
}

const guardedPools = new WeakSet<pg.Pool>();
const guardedClients = new WeakSet<pg.PoolClient>();

/** A lost connection already fails the pending query; without these listeners it would also end the process. */
export function tolerateLostConnections(pool: pg.Pool, logger: Logger): void {
  if (guardedPools.has(pool)) return;
  guardedPools.add(pool);
  pool.on('error', (error) => {
    logger.warn({ reason: error.message }, 'a connection to PostgreSQL was lost; the pool opens another');
  });
  // The pool itself only listens to idle clients.
  pool.on('acquire', (client) => {
    if (guardedClients.has(client)) return;
    guardedClients.add(client);
    client.on('error', (error) => {
      logger.debug({ reason: error.message }, 'a connection to PostgreSQL was lost while in use');
    });
  });
}

/** Quotes a schema name. Accepts only names that would not need it: schema names come from code, never from input. */
export function quotedSchema(schema: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) {
    throw new Error(`"${schema}" is not a valid schema name: use lower-case letters, digits and underscores.`);
  }
  return `"${schema}"`;
}
