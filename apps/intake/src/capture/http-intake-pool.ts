import { inPipelinedTransaction, tolerateLostConnections } from '@baton/messaging';
import type { PipelinedExecutor } from '@baton/messaging';
import { Logger, databaseEndpoint } from '@baton/service';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { IntakeConfig } from '../intake.config.ts';

/** Two, so that the next transaction fills up while the previous one commits. */
export const MAX_CONCURRENT_TRANSACTIONS = 2;

/**
 * A separate pool for POST /leads, whose response time matters more than any other's. Its connections send statements
 * without waiting for earlier results, and prepare each statement once.
 */
@Injectable()
export class HttpIntakePool implements OnApplicationShutdown {
  readonly #pool: pg.Pool;

  constructor(config: IntakeConfig, logger: Logger) {
    this.#pool = new pg.Pool({
      ...databaseEndpoint(config),
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
