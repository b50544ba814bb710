import { inPipelinedTransaction, surviveLostConnections } from '@baton/messaging';
import type { PipelinedExecutor } from '@baton/messaging';
import { Logger } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { IntakeConfig } from '../intake-config.ts';

/** As many transactions of the HTTP door run at once: while one is committed, the next is filled. */
export const TRANSACTIONS_AT_ONCE = 2;

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
      max: TRANSACTIONS_AT_ONCE,
      connectionTimeoutMillis: 4000,
      application_name: 'baton-intake-door',
      keepAlive: true,
      pipeline: true,
    });
    surviveLostConnections(this.#pool, logger);
  }

  inTransaction<T>(work: (transaction: PipelinedExecutor) => Promise<T>): Promise<T> {
    return inPipelinedTransaction(this.#pool, work);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.end();
  }
}
