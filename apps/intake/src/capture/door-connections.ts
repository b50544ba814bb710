import { surviveLostConnections } from '@baton/messaging';
import { Logger } from '@baton/service';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { IntakeConfig } from '../intake-config.ts';
import { digest } from './digest.ts';
import type { PipelinedExecutor } from './together.ts';

/** As many transactions of the HTTP door run at once: while one is committed, the next is filled. */
export const transactionsAtOnce = 2;

/**
 * The HTTP door's own connections. They pipeline (statements are sent before the ones ahead are answered) and prepare
 * (each is parsed once a connection), since nothing else in Baton is in such a hurry.
 */
@Injectable()
export class DoorConnections implements OnApplicationShutdown {
  readonly #pool: pg.Pool;

  constructor(@Inject(IntakeConfig) config: IntakeConfig, @Inject(Logger) logger: Logger) {
    this.#pool = new pg.Pool({
      connectionString: config.DATABASE_URL,
      max: transactionsAtOnce,
      connectionTimeoutMillis: 4000,
      application_name: 'baton-intake-door',
      keepAlive: true,
      pipeline: true,
    });
    surviveLostConnections(this.#pool, logger);
  }

  async inTransaction<T>(work: (transaction: PipelinedExecutor) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
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

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.end();
  }
}

const names = new Map<string, string>();

/** For statements of fixed text only, since a connection keeps every one that it has seen. */
function executorOf(client: pg.PoolClient): PipelinedExecutor {
  return {
    isPipelined: true,
    async query<T>(text: string, values: unknown[] = []): Promise<T> {
      const { rows } = await client.query({ name: nameOf(text), text, values });
      return rows as T;
    },
  };
}

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = digest(text);
  names.set(text, name);
  return name;
}
