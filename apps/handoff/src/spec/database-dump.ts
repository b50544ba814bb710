import { requiredEnvironment } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import pg from 'pg';

/** A copy of a database at one point in time. Taking and restoring it needs a database without connections. */
export class DatabaseDump {
  readonly #name: string;

  constructor({ url }: IsolatedDatabase) {
    this.#name = new URL(url).pathname.slice(1);
  }

  take(): Promise<void> {
    return this.#run(
      `DROP DATABASE IF EXISTS ${this.#dump}`,
      ...this.#alone(`CREATE DATABASE ${this.#dump} TEMPLATE ${this.#name}`),
    );
  }

  /** Loses everything written after the dump. */
  restore(): Promise<void> {
    return this.#run(
      `DROP DATABASE ${this.#name} WITH (FORCE)`,
      `ALTER DATABASE ${this.#dump} RENAME TO ${this.#name}`,
    );
  }

  /** Deletes a dump that was not restored. */
  drop(): Promise<void> {
    return this.#run(`DROP DATABASE IF EXISTS ${this.#dump}`);
  }

  get #dump(): string {
    return `${this.#name}_dump`;
  }

  #alone(statement: string): string[] {
    return [`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${this.#name}'`, statement];
  }

  async #run(...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: requiredEnvironment('TEST_POSTGRES_URL') });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
