import type { Type } from '@nestjs/common';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { MigrationInterface } from 'typeorm';
import { explainDatabaseFailure } from '../connections/connection-failure.ts';
import { databaseEndpoint } from '../connections/database-settings.ts';
import type { DatabaseConfig } from '../config/service.config.ts';
import type { Logger } from '../logging/logger.ts';
import { CONNECT_TIMEOUT_MILLISECONDS } from './pg-pool.ts';

/** The table with the names of the migrations that have run in a schema. */
export const MIGRATION_TABLE = 'migration';

export interface DatabaseOptions {
  schema: string;
  entities: Type[];
  migrations: Type<MigrationInterface>[];
}

/** Where the database is, as TypeORM names it. */
export const typeOrmEndpoint = (config: DatabaseConfig) => {
  const { user: username, options, ...endpoint } = databaseEndpoint(config);
  return { ...endpoint, username, extra: { keepAlive: true, ...(options !== undefined && { options }) } };
};

/** How every service connects. A service that starts before PostgreSQL waits for it. */
export const typeOrmOptions = (
  config: DatabaseConfig,
  name: string,
  { schema, entities, migrations }: DatabaseOptions,
  logger: Logger,
): TypeOrmModuleOptions => ({
  type: 'postgres',
  ...typeOrmEndpoint(config),
  schema,
  entities,
  migrations,
  migrationsTableName: MIGRATION_TABLE,
  poolSize: config.DATABASE_POOL_SIZE,
  connectTimeoutMS: CONNECT_TIMEOUT_MILLISECONDS,
  applicationName: `baton-${name}`,
  synchronize: false,
  migrationsRun: false,
  // Query parameters contain personal data.
  logging: false,
  poolErrorHandler: (err: unknown) =>
    logger.warn({ err }, 'A connection to PostgreSQL was lost; the pool opens another'),
  toRetry: (error: unknown) => {
    const reason = explainDatabaseFailure(error);
    if (reason !== undefined) logger.error({ reason }, 'PostgreSQL refuses the connection; it is tried again');
    return true;
  },
  retryAttempts: Number.MAX_SAFE_INTEGER,
  retryDelay: 1000,
  verboseRetryLog: false,
});
