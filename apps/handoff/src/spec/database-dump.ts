import { requiredEnvironment } from '@baton/testing';
import type { IsolatedDatabase } from '@baton/testing';
import pg from 'pg';

/** A copy of a whole database, as it is at one moment. Nobody may be connected meanwhile, so the services are stopped. */
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

  /** What came after the dump is gone. */
  restore(): Promise<void> {
    return this.#run(
      `DROP DATABASE ${this.#name} WITH (FORCE)`,
      `ALTER DATABASE ${this.#dump} RENAME TO ${this.#name}`,
    );
  }

  /** A dump that was never restored. */
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
