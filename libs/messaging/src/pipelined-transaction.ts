import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { SqlExecutor } from './sql.ts';

/** A transaction that may send statements before those ahead of them are answered; they are carried out in their order. */
export interface PipelinedExecutor extends SqlExecutor {
  readonly isPipelined: true;
}

/** What steps answer, each in its place. */
type StepFunctions<Answers extends unknown[]> = { [Place in keyof Answers]: () => Promise<Answers[Place]> };

/**
 * Steps in this order, of which none needs another's answer. On a pipelined connection they travel together and cost
 * one round trip; on any other, one after the other.
 */
export async function runPipelined<Answers extends unknown[]>(
  transaction: SqlExecutor | PipelinedExecutor,
  ...steps: StepFunctions<Answers>
): Promise<Answers> {
  const all: (() => Promise<unknown>)[] = steps;
  if ('isPipelined' in transaction) return (await Promise.all(all.map((step) => step()))) as Answers;
  const answers: unknown[] = [];
  for (const step of all) answers.push(await step());
  return answers as Answers;
}

/**
 * Runs `work` in one transaction of a pool with `pipeline: true`: committed when it returns, rolled back when it throws.
 * Each statement is prepared once a connection, so its text must be fixed.
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
    // Statements of a failed transaction may still be on their way: its connection goes, and the transaction with it.
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

/** A connection keeps every statement that it has seen, under its name. */
function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  names.set(text, name);
  return name;
}
