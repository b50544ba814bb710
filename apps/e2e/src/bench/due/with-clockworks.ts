import { PgBoss } from 'pg-boss';
import { Child } from '../child.ts';
import { withLives } from '../lifecycle/with-lives.ts';
import type { Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import { bossPeers } from './boss-peer.ts';
import type { Clockwork } from './clockwork.ts';
import { HandoffClockwork } from './handoff-clockwork.ts';
import { Handoffs } from './handoffs.ts';
import { PeerClockwork } from './peer.ts';
import { polledTable } from './polled-table.ts';
import { timerPeer } from './timer-peer.ts';

export interface Clockworks {
  handoffs: Handoffs;
  /** The handoff first, the empty timer workflow second. */
  all: readonly Clockwork[];
}

/** The handoffs and all that they are held against, each with a worker process. */
export function withClockworks<Result>(
  system: BenchSystem,
  tell: Tell,
  work: (clockworks: Clockworks) => Promise<Result>,
): Promise<Result> {
  return withLives(system, async (lives) => {
    const { postgres } = system;
    const boss = new PgBoss({ connectionString: postgres, supervise: false, schedule: false });
    boss.on('error', console.error);
    const workers = ['polled-worker.ts', 'boss-worker.ts'].map(
      (script) => new Child(new URL(script, import.meta.url), { postgres }),
    );
    try {
      await Promise.all(workers.map((worker) => worker.message()));
      await boss.start();
      const handoffs = new Handoffs(system, lives);
      await handoffs.watchRows();
      const peers = [timerPeer(lives), polledTable(lives.pool), ...bossPeers(boss, lives.pool)];
      const all = [new HandoffClockwork(handoffs, tell), ...peers.map((peer) => new PeerClockwork(peer))];
      return await work({ handoffs, all });
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await boss.stop({ graceful: false });
    }
  });
}
