import { createIsolatedDatabase, waitUntil } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import { createLogger } from '../logging/logger.ts';
import { CommitSignal } from './commit-signal.ts';
import { PgPool } from './pg-pool.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('CommitSignal', () => {
  let database: IsolatedDatabase;
  let pool: PgPool;
  let signals: CommitSignal[];

  beforeAll(async () => {
    database = await createIsolatedDatabase();
    pool = new PgPool({ connectionString: database.url, application_name: 'signals' });
    pool.on('error', () => undefined);
  });
  beforeEach(() => {
    signals = [];
  });
  afterEach(() => Promise.all(signals.map((signal) => signal.onModuleDestroy())));
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });

  /** Starts a replica that counts how often it is nudged, and waits until it listens. */
  const replica = async (schema = 'one'): Promise<{ signal: CommitSignal; nudges: () => number }> => {
    const signal = new CommitSignal({ pool, schema, logger });
    signals.push(signal);
    let nudges = 0;
    signal.onCommit(() => (nudges += 1));
    signal.onApplicationBootstrap();
    await waitUntil(() => nudges === 1, { what: 'the replica listens' });
    return { signal, nudges: () => nudges };
  };

  it('a commit of one replica nudges the loops of all replicas of its service', async () => {
    const [first, second, other] = [await replica(), await replica(), await replica('two')];
    first.signal.announce();
    await waitUntil(() => first.nudges() === 2 && second.nudges() === 2, { what: 'both replicas are nudged' });
    expect(other.nudges()).toBe(1);
  });

  it('many commits in a row nudge the loops a few times, the last time after the last commit', async () => {
    const { signal, nudges } = await replica();
    const until = performance.now() + 300;
    while (performance.now() < until) {
      signal.announce();
      await new Promise(setImmediate);
    }
    const before = nudges();
    await waitUntil(() => nudges() > before, { what: 'the last commit nudges the loops' });
    expect(nudges()).toBeLessThan(8);
  });

  it('a replica that lost its connection listens again and looks for what it has missed', async () => {
    const { signal, nudges } = await replica();
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'signals' AND query LIKE 'LISTEN%'`,
    );
    await waitUntil(() => nudges() === 2, { what: 'the replica listens again' });
    signal.announce();
    await waitUntil(() => nudges() === 3, { what: 'the replica is nudged' });
  });
});
