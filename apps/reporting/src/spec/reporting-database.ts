import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { migrate } from '@baton/service';
import { createIsolatedDatabase } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import type { PoolClient } from 'pg';
import { migrations } from '../database/migrations.ts';
import { SCHEMA } from '../database/schema.ts';

const projectionTables = [
  'step',
  'pending_step',
  'handoff_record',
  'promise',
  'touch',
  'assignment',
  'handoff_return',
  'held_return',
  'sql_period',
  'recorded_outcome',
  'mql_verdict',
  'lead',
  'outcome',
  'agreement',
];

/** A separate database with the schema of reporting, for specs. */
export class ReportingDatabase {
  readonly database: IsolatedDatabase;
  #client: PoolClient | undefined;

  private constructor(database: IsolatedDatabase) {
    this.database = database;
  }

  static async create(): Promise<ReportingDatabase> {
    const database = await createIsolatedDatabase(SCHEMA);
    const config = { DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 };
    await migrate({ config, schema: SCHEMA, migrations });
    return new ReportingDatabase(database);
  }

  /** Runs `work` in a transaction, always on the same connection. */
  async inTransaction<T>(work: (sql: SqlExecutor) => Promise<T>): Promise<T> {
    this.#client ??= await this.database.pool.connect();
    await this.#client.query('BEGIN');
    try {
      const result = await work(sqlExecutorOf(this.#client));
      await this.#client.query('COMMIT');
      return result;
    } catch (error) {
      await this.#client.query('ROLLBACK');
      throw error;
    }
  }

  async truncate(): Promise<void> {
    const tables = projectionTables.map((table) => `reporting.${table}`).join(', ');
    await this.database.pool.query(`TRUNCATE ${tables}`);
  }

  /** All rows of all tables and views, in a stable order. */
  async allRows(): Promise<Record<string, unknown[]>> {
    const found: Record<string, unknown[]> = {};
    for (const table of [...projectionTables, 'handoff', 'handoff_outcome']) {
      const { rows } = await this.database.pool.query<{ row: unknown }>(
        `SELECT to_jsonb(t) AS row FROM reporting.${table} t ORDER BY to_jsonb(t)`,
      );
      found[table] = rows.map(({ row }) => row);
    }
    return found;
  }

  async drop(): Promise<void> {
    this.#client?.release();
    await this.database.drop();
  }
}
