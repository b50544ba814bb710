import { tolerateLostConnections } from '@baton/messaging';
import pg from 'pg';
import type { DatabaseConfig } from '../config/service.config.ts';
import type { Logger } from '../logging/logger.ts';

/** How long a request waits for a connection; then it is answered 503, within the five seconds that are promised. */
export const CONNECT_TIMEOUT_MILLISECONDS = 4000;

/**
 * Plain connections for consumers, relay and API keys, apart from the requests' own pool: a flood of messages
 * leaves requests their connections, and the other way round.
 */
export class PgPool extends pg.Pool {}

export function createPgPool(config: DatabaseConfig, name: string, logger: Logger): PgPool {
  const pool = new PgPool({
    connectionString: config.DATABASE_URL,
    max: config.DATABASE_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    application_name: `baton-${name}-messages`,
    keepAlive: true,
    pipeline: true,
  });
  tolerateLostConnections(pool, logger);
  return pool;
}
