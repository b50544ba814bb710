import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { SqlExecutor } from './sql.ts';

/** A transaction that can send statements before earlier ones have returned; PostgreSQL executes them in order. */
export interface PipelinedExecutor extends SqlExecutor {
  readonly isPipelined: true;
}

/** Functions whose results have these types, in this order. */
type StepFunctions<Results extends unknown[]> = { [Index in keyof Results]: () => Promise<Results[Index]> };

/**
 * Runs steps in order; none may need the result of another. On a pipelined connection they are sent together and cost
 * one round trip; on any other they run one after the other.
 */
export async function runPipelined<Results extends unknown[]>(
  transaction: SqlExecutor | PipelinedExecutor,
  ...steps: StepFunctions<Results>
): Promise<Results> {
  const all: (() => Promise<unknown>)[] = steps;
  if ('isPipelined' in transaction) return (await Promise.all(all.map((step) => step()))) as Results;
  const results: unknown[] = [];
  for (const step of all) results.push(await step());
  return results as Results;
}

/**
 * Runs `work` in one transaction of a pool with `pipeline: true`: committed when it returns, rolled back when it throws.
 * Each statement is prepared once per connection, so its text must be constant.
 */
export async function inPipelinedTransaction<Result>(
  pool: pg.Pool,
  work: (transaction: PipelinedExecutor) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    const [, result] = await Promise.all([client.query('BEGIN'), work(executorOf(client))]);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // Statements of a failed transaction may still be in flight: closing the connection ends the transaction.
    client.release(failure !== undefined);
  }
}

function executorOf(client: pg.PoolClient): PipelinedExecutor {
  return {
    isPipelined: true,
    async query<T>(text: string, values: unknown[] = []): Promise<T> {
      const { rows } = await client.query({ name: statementName(text), text, values });
      return rows as T;
    },
  };
}

const names = new Map<string, string>();

/** PostgreSQL keeps prepared statements by name for as long as the connection lives. */
function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  names.set(text, name);
  return name;
}
