import { quotedSchema } from '@baton/messaging';
import type { Type } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { MigrationInterface } from 'typeorm';
import { explainDatabaseFailure } from '../connections/connection-failure.ts';
import { databaseEndpoint } from '../connections/database-settings.ts';
import type { DatabaseConfig } from '../config/service.config.ts';
import { MIGRATION_TABLE, typeOrmEndpoint } from './typeorm-options.ts';

/** Allows one migration job at a time per database. Any number works as long as all jobs use the same one. */
const ADVISORY_LOCK = 7_240_911;

export interface MigrateOptions {
  config: DatabaseConfig;
  schema: string;
  migrations: Type<MigrationInterface>[];
}

/** The schema holds tables of an earlier build, which had different migrations. */
export class OutdatedSchemaError extends Error {
  override readonly name = 'OutdatedSchemaError';

  constructor(schema: string) {
    super(
      `The schema "${schema}" holds data of an earlier build that this one cannot migrate: run \`npm run reset\` to delete it and start again.`,
    );
  }
}

/**
 * Creates the schema if it is missing and runs the migrations that it has not seen. Safe to run twice, and by several
 * jobs at a time.
 *
 * @throws OutdatedSchemaError
 */
export async function migrate({ config, schema, migrations }: MigrateOptions): Promise<void> {
  const client = new pg.Client({ ...databaseEndpoint(config), application_name: `baton-migrate-${schema}` });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await createSchemaIfMissing(client, schema);
    const source = new DataSource({
      type: 'postgres',
      ...typeOrmEndpoint(config),
      schema,
      migrations,
      migrationsTableName: MIGRATION_TABLE,
      migrationsTransactionMode: 'each',
      poolSize: 1,
      // Otherwise TypeORM would try to install extensions.
      installExtensions: false,
    });
    await source.initialize();
    try {
      if (await isOutdated(client, schema, source.migrations)) throw new OutdatedSchemaError(schema);
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    // Ending the session releases the lock.
    await client.end();
  }
}

/** The role of a service may not create schemas: there, an administrator has created it already. */
async function createSchemaIfMissing(client: pg.Client, schema: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount === 0) await client.query(`CREATE SCHEMA ${quotedSchema(schema)}`);
}

/** Lets a launcher distinguish data of an earlier build from a failed migration; see infra/system/migrate.ts. */
const OUTDATED_SCHEMA_EXIT_CODE = 3;

/** Runs the migrations as a separate process. Reports an outdated schema, or a database that refuses the
 * connection, in one sentence without a stack. */
export async function runMigrationJob(options: MigrateOptions): Promise<void> {
  try {
    await migrate(options);
  } catch (error) {
    if (error instanceof OutdatedSchemaError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = OUTDATED_SCHEMA_EXIT_CODE;
      return;
    }
    const explanation = explainDatabaseFailure(error);
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`);
    process.exitCode = 1;
  }
}

/**
 * True for tables without a migration table, and for a migration that this build does not know although it is older than
 * the newest one of this build. Newer migrations belong to a later build: after a rollback, this build works with them.
 */
async function isOutdated(
  client: pg.Client,
  schema: string,
  migrations: readonly MigrationInterface[],
): Promise<boolean> {
  const { rows: tables } = await client.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1',
    [schema],
  );
  if (!tables.some(({ name }) => name === MIGRATION_TABLE)) return tables.length > 0;
  const names = migrations.map((migration) => migration.name ?? migration.constructor.name);
  const newest = Math.max(0, ...names.map(timestampOf));
  const { rows: applied } = await client.query<{ name: string }>(
    `SELECT name FROM ${quotedSchema(schema)}.${MIGRATION_TABLE}`,
  );
  return applied.some(({ name }) => !names.includes(name) && timestampOf(name) < newest);
}

/** TypeORM orders migrations by the 13 digits at the end of their names. */
const timestampOf = (name: string): number => Number(name.slice(-13));
