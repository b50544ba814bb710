import { inPipelinedTransaction, tolerateLostConnections } from '@baton/messaging';
import type { PipelinedExecutor } from '@baton/messaging';
import { Logger } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { IntakeConfig } from '../intake.config.ts';

/** As many transactions of the HTTP door run at once: while one is committed, the next is filled. */
export const MAX_CONCURRENT_TRANSACTIONS = 2;

/**
 * The HTTP door's own connections. They pipeline (statements are sent before the ones ahead are answered) and prepare
 * (each is parsed once a connection), since nothing else in Baton is in such a hurry.
 */
@Injectable()
export class HttpIntakePool implements OnApplicationShutdown {
  readonly #pool: pg.Pool;

  constructor(@Inject(IntakeConfig) config: IntakeConfig, @Inject(Logger) logger: Logger) {
    this.#pool = new pg.Pool({
      connectionString: config.DATABASE_URL,
      max: MAX_CONCURRENT_TRANSACTIONS,
      connectionTimeoutMillis: 4000,
      application_name: 'baton-intake-http',
      keepAlive: true,
      pipeline: true,
    });
    tolerateLostConnections(this.#pool, logger);
  }

  inTransaction<T>(work: (transaction: PipelinedExecutor) => Promise<T>): Promise<T> {
    return inPipelinedTransaction(this.#pool, work);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.end();
  }
}
