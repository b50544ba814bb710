import { tolerateLostConnections } from '@baton/messaging';
import pg from 'pg';
import { databaseEndpoint } from '../connections/database-settings.ts';
import type { DatabaseConfig } from '../config/service.config.ts';
import type { Logger } from '../logging/logger.ts';

/** How long a request waits for a connection before it gets a 503, within the promised five seconds. */
export const CONNECT_TIMEOUT_MILLISECONDS = 4000;

/**
 * Plain connections for consumers, relay and API keys. They are separate from those of requests, so that neither a flood
 * of messages nor one of requests leaves the other without connections.
 */
export class PgPool extends pg.Pool {}

export function createPgPool(config: DatabaseConfig, name: string, logger: Logger): PgPool {
  const pool = new PgPool({
    ...databaseEndpoint(config),
    max: config.DATABASE_POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    application_name: `baton-${name}-messages`,
    keepAlive: true,
    pipeline: true,
  });
  tolerateLostConnections(pool, logger);
  return pool;
}
