import { DatabaseConfig, loadConfig, migrate } from '@baton/service';
import { createIsolatedDatabase } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../database/first.migration.ts';
import { SCHEMA } from '../database/schema.ts';
import { importHistory } from '../import/import-history.ts';
import type { ImportHistoryResult } from '../import/import-history.ts';

/** Imports files from a temporary directory into a separate database. */
export class ImportFixture {
  readonly database: IsolatedDatabase;
  readonly directory = mkdtempSync(join(tmpdir(), 'baton-import-'));
  /** The lines that the last import printed. */
  printed: string[] = [];

  private constructor(database: IsolatedDatabase) {
    this.database = database;
  }

  static async start(): Promise<ImportFixture> {
    const database = await createIsolatedDatabase();
    await migrate({ config: loadConfig(DatabaseConfig, { DATABASE_URL: database.url }), schema: SCHEMA, migrations });
    return new ImportFixture(database);
  }

  async stop(): Promise<void> {
    await this.database.drop();
    rmSync(this.directory, { recursive: true });
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  run(leadFile: string, mapFile: string, outcomeFile?: string, isCheck = false): Promise<ImportHistoryResult> {
    this.printed = [];
    return importHistory({
      pool: this.database.pool,
      leadFile,
      mapFile,
      ...(outcomeFile !== undefined && { outcomeFile }),
      reportFile: join(this.directory, 'report.csv'),
      defaultCountry: 'RU',
      now: new Date('2026-03-01T12:00:00Z'),
      isCheck,
      print: (line) => void this.printed.push(line),
    });
  }

  /** The rows of the report without its header. */
  report(): string[] {
    return readFileSync(join(this.directory, 'report.csv'), 'utf8').trim().split('\n').slice(1);
  }

  async sent<Data>(topic: string): Promise<Data[]> {
    const { rows } = await this.database.pool.query<{ value: string }>(
      'SELECT value FROM intake.outbox WHERE topic = $1 ORDER BY id',
      [topic],
    );
    return rows.map(({ value }) => JSON.parse(value) as Data);
  }
}
