import type { Type } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { MigrationInterface } from 'typeorm';
import type { DatabaseConfig } from '../config/service.config.ts';

/** One migration job at a time on a database; the number only has to be the same for all of them. */
const ADVISORY_LOCK = 7_240_911;

const quotedSchema = (schema: string): string => {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) {
    throw new Error(`"${schema}" cannot be a schema name: use lower-case letters, digits and underscores.`);
  }
  return `"${schema}"`;
};

/** Creates the schema if it is missing and runs what migrations it has not seen. Safe to run twice, and at once. */
export async function migrate(options: {
  config: DatabaseConfig;
  schema: string;
  migrations: Type<MigrationInterface>[];
}): Promise<void> {
  const { config, schema, migrations } = options;
  const guard = new pg.Client({ connectionString: config.DATABASE_URL, application_name: `baton-migrate-${schema}` });
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await guard.query(`CREATE SCHEMA IF NOT EXISTS ${quotedSchema(schema)}`);
    const source = new DataSource({
      type: 'postgres',
      url: config.DATABASE_URL,
      schema,
      migrations,
      migrationsTableName: 'migration',
      migrationsTransactionMode: 'each',
      poolSize: 1,
      // TypeORM would look for extensions of its own.
      installExtensions: false,
    });
    await source.initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  } finally {
    // Ending the session gives the lock back.
    await guard.end();
  }
}
