import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import pg from 'pg';
import { BackgroundLoop } from '../background-loop.ts';
import type { Logger } from '../logging/logger.ts';
import type { PgPool } from './pg-pool.ts';

/** Under load, this bounds both the notifications and the rounds that they start. */
const SHORTEST_INTERVAL_MILLISECONDS = 200;
const RECONNECT_MILLISECONDS = 1000;

/**
 * Nudges the background loops of all replicas when one of them has committed something. A signal can be lost with its
 * connection, so each loop also runs after a pause.
 *
 * A signal is sent after the commit, in a separate statement: NOTIFY within a transaction takes a lock of the whole
 * database until the commit.
 */
export class CommitSignal implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: PgPool;
  readonly #channel: string;
  readonly #listeners = new Set<() => void>();
  readonly #listening: BackgroundLoop;
  #client: pg.Client | undefined;
  #sending: NodeJS.Timeout | undefined;
  #lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(options: { pool: PgPool; schema: string; logger: Logger }) {
    this.#pool = options.pool;
    this.#channel = `baton_${options.schema}`;
    this.#listening = new BackgroundLoop({
      round: () => this.#listenUntilLost(),
      pauseMilliseconds: RECONNECT_MILLISECONDS,
      logger: options.logger,
      failureMessage: 'Commits of other replicas are noticed late: PostgreSQL does not accept a listener; retrying',
    });
  }

  onApplicationBootstrap(): void {
    if (this.#listeners.size > 0) this.#listening.start();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.#sending);
    const stopped = this.#listening.stop();
    await this.#client?.end().catch(() => undefined);
    await stopped;
  }

  /** Calls `nudge` after commits of any replica, and after some may have been missed. Call it before the service starts. */
  onCommit(nudge: () => void): void {
    this.#listeners.add(nudge);
  }

  /** Signals that a transaction has committed. Signals that follow within 200 ms are sent as one. */
  announce(): void {
    if (this.#sending) return;
    const wait = this.#lastSentAt + SHORTEST_INTERVAL_MILLISECONDS - performance.now();
    this.#sending = setTimeout(() => void this.#send(), Math.max(0, wait)).unref();
  }

  async #send(): Promise<void> {
    this.#sending = undefined;
    this.#lastSentAt = performance.now();
    // The loops' own pauses cover a lost signal.
    await this.#pool.query('SELECT pg_notify($1, $2)', [this.#channel, '']).catch(() => undefined);
  }

  async #listenUntilLost(): Promise<void> {
    const client = new pg.Client(this.#pool.options);
    this.#client = client;
    try {
      const lost = new Promise<void>((resolve) => client.once('end', resolve).on('error', () => resolve()));
      client.on('notification', () => this.#nudgeAll());
      await client.connect();
      await client.query(`LISTEN "${this.#channel}"`);
      this.#nudgeAll();
      await lost;
    } finally {
      this.#client = undefined;
      await client.end().catch(() => undefined);
    }
  }

  #nudgeAll(): void {
    for (const nudge of this.#listeners) nudge();
  }
}
