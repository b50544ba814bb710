import { PgBoss } from 'pg-boss';
import { ChildScript } from '../child-script.ts';
import { withLifecycles } from '../lifecycle/with-lifecycles.ts';
import type { ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { pgBossPeers } from './pg-boss-peer.ts';
import type { DeadlineRunner } from './deadline-runner.ts';
import { HandoffDeadlineRunner } from './handoff-deadline-runner.ts';
import { BenchHandoffs } from './bench-handoffs.ts';
import { PeerDeadlineRunner } from './peer-deadline-runner.ts';
import { polledTable } from './polled-table-peer.ts';
import { timerPeer } from './timer-peer.ts';

export interface DeadlineRunners {
  handoffs: BenchHandoffs;
  /** The handoff comes first, the empty timer workflow second. */
  all: readonly DeadlineRunner[];
}

/** Starts a worker process for each peer, and passes all peers and the handoffs to `work`. */
export function withDeadlineRunners<Result>(
  system: BenchSystem,
  report: ReportProgress,
  work: (runners: DeadlineRunners) => Promise<Result>,
): Promise<Result> {
  return withLifecycles(system, async (lifecycles) => {
    const { postgres } = system;
    const pgBoss = new PgBoss({ connectionString: postgres, supervise: false, schedule: false });
    pgBoss.on('error', console.error);
    const workers = ['polled-table-worker.ts', 'pg-boss-worker.ts'].map(
      (script) => new ChildScript(new URL(script, import.meta.url), { postgres }),
    );
    try {
      await Promise.all(workers.map((worker) => worker.firstMessage()));
      await pgBoss.start();
      const handoffs = new BenchHandoffs(system, lifecycles);
      await handoffs.addWrittenAtColumn();
      const peers = [timerPeer(lifecycles), polledTable(lifecycles.pool), ...pgBossPeers(pgBoss, lifecycles.pool)];
      const all = [new HandoffDeadlineRunner(handoffs, report), ...peers.map((peer) => new PeerDeadlineRunner(peer))];
      return await work({ handoffs, all });
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await pgBoss.stop({ graceful: false });
    }
  });
}
