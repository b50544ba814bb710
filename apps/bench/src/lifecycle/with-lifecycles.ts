import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { ChildScript } from '../child-script.ts';
import type { BenchSystem } from '../bench-system.ts';
import { HandoffLifecycle } from './handoff-lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';
import { PlainLifecycle } from './plain-lifecycle.ts';

export interface Lifecycles {
  client: Client;
  pool: pg.Pool;
  handoff: Lifecycle;
  plain: Lifecycle;
  /** The process id of the peers' worker. */
  peerWorkerPid: number;
}

/** Starts the worker of the peers, and passes both kinds of workflow to `work`. The handoff worker is running already. */
export async function withLifecycles<Result>(
  system: BenchSystem,
  work: (lifecycles: Lifecycles) => Promise<Result>,
): Promise<Result> {
  const worker = new ChildScript(new URL('../peers/peer-worker.ts', import.meta.url), system);
  const pool = new pg.Pool({ connectionString: system.postgres, max: 4 });
  const connection = await Connection.connect({ address: system.temporal });
  try {
    await worker.firstMessage();
    const client = new Client({ connection });
    return await work({
      client,
      pool,
      peerWorkerPid: worker.pid,
      handoff: new HandoffLifecycle(pool),
      plain: new PlainLifecycle(pool),
    });
  } finally {
    await worker.stop();
    await pool.end();
    await connection.close();
  }
}
