import type { Type } from '@nestjs/common';
import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { MigrationInterface } from 'typeorm';
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

/** How every service connects. A service that starts before PostgreSQL waits for it. */
export const typeOrmOptions = (
  config: DatabaseConfig,
  name: string,
  { schema, entities, migrations }: DatabaseOptions,
  logger: Logger,
): TypeOrmModuleOptions => ({
  type: 'postgres',
  url: config.DATABASE_URL,
  schema,
  entities,
  migrations,
  migrationsTableName: MIGRATION_TABLE,
  poolSize: config.DATABASE_POOL_SIZE,
  connectTimeoutMS: CONNECT_TIMEOUT_MILLISECONDS,
  applicationName: `baton-${name}`,
  extra: { keepAlive: true },
  synchronize: false,
  migrationsRun: false,
  // Query parameters contain personal data.
  logging: false,
  poolErrorHandler: (err: unknown) =>
    logger.warn({ err }, 'A connection to PostgreSQL was lost; the pool opens another'),
  retryAttempts: Number.MAX_SAFE_INTEGER,
  retryDelay: 1000,
  verboseRetryLog: false,
});
