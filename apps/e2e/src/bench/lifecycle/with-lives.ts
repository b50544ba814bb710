import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { Child } from '../child.ts';
import type { BenchSystem } from '../system.ts';
import { HandoffLife } from './handoff-life.ts';
import type { Life } from './life.ts';
import { PlainLife } from './plain-life.ts';

export interface Lives {
  client: Client;
  pool: pg.Pool;
  handoff: Life;
  plain: Life;
  /** Process id of the plain workflow's worker. */
  worker: number;
}

/** Both kinds with a worker each: the handoff's runs already, the plain one's is started here. */
export async function withLives<Result>(system: BenchSystem, work: (lives: Lives) => Promise<Result>): Promise<Result> {
  const worker = new Child(new URL('plain-worker.ts', import.meta.url), system);
  const pool = new pg.Pool({ connectionString: system.postgres, max: 4 });
  const connection = await Connection.connect({ address: system.temporal });
  try {
    await worker.message();
    const client = new Client({ connection });
    return await work({
      ...{ client, pool, worker: worker.pid },
      handoff: new HandoffLife(pool),
      plain: new PlainLife(pool),
    });
  } finally {
    await worker.stop();
    await pool.end();
    await connection.close();
  }
}
