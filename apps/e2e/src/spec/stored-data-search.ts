import { topics } from '@baton/contracts';
import { Connection, WorkflowClient } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beginningOffsets, readSince } from '@baton/testing';

/** Where a text was found, such as `table intake.person`. */
export type Location = string;

/** A text in plain form and as databases print raw bytes. */
const encodingsOf = (datum: string): string[] => [
  datum.toLowerCase(),
  Buffer.from(datum).toString('hex'),
  Buffer.from(datum).toString('base64').replace(/=+$/, '').toLowerCase(),
];

interface StoreLocations {
  postgres: string;
  temporal: string;
  /** The directory of the store of Temporal. */
  temporalStore: string;
  logs: string;
}

/**
 * Searches everything that is stored: all tables, all topics except the inbound one, all workflow histories, the store of
 * Temporal and all logs.
 */
export class StoredDataSearch {
  readonly #kafka: Kafka;
  readonly #environment: StoreLocations;

  constructor(kafka: Kafka, environment: StoreLocations) {
    this.#kafka = kafka;
    this.#environment = environment;
  }

  /** The locations of all texts that were found. */
  async find(data: readonly string[]): Promise<Location[]> {
    const wanted = data.flatMap((datum) => encodingsOf(datum).map((spelling) => ({ datum, spelling })));
    const found = new Set<Location>();
    const search = (location: string, text: string): void => {
      const lower = text.toLowerCase();
      for (const { datum, spelling } of wanted) if (lower.includes(spelling)) found.add(`${location}: ${datum}`);
    };
    await this.#tables(search);
    await this.#topics(search);
    await this.#histories(search);
    this.#files('bytes of Temporal', this.#environment.temporalStore, search);
    this.#files('log', this.#environment.logs, search);
    return [...found].sort();
  }

  async #tables(search: (location: string, text: string) => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.#environment.postgres });
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
      );
      for (const { name } of tables) {
        const { rows } = await client.query<{ text: string }>(`SELECT stored::text AS text FROM ${name} AS stored`);
        for (const { text } of rows) search(`table ${name}`, text);
      }
    } finally {
      await client.end();
    }
  }

  async #topics(search: (location: string, text: string) => void): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    const names = (await admin.listTopics()).filter(
      (name) => !name.startsWith('__') && name !== topics.inboundLeads.name,
    );
    await admin.disconnect();
    for (const name of names) {
      const messages = await readSince(this.#kafka, name, await beginningOffsets(this.#kafka, name));
      for (const { key, headers, value } of messages) search(`topic ${name}`, JSON.stringify({ key, headers }) + value);
    }
  }

  /** The history of a workflow as text. */
  async historyOf(workflowId: string): Promise<string> {
    return this.#withClient(async (client) => historyText(await client.getHandle(workflowId).fetchHistory()));
  }

  async #histories(search: (location: string, text: string) => void): Promise<void> {
    await this.#withClient(async (client) => {
      for await (const { workflowId, runId } of client.list()) {
        const history = await client.getHandle(workflowId, runId).fetchHistory();
        search(`history of ${workflowId}`, historyText(history));
      }
    });
  }

  async #withClient<T>(use: (client: WorkflowClient) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: this.#environment.temporal });
    try {
      return await use(new WorkflowClient({ connection }));
    } finally {
      await connection.close();
    }
  }

  #files(kind: string, directory: string, search: (location: string, text: string) => void): void {
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      if (statSync(file).isFile()) search(`${kind} ${name}`, readFileSync(file, 'utf8'));
    }
  }
}

/** A history with its payloads decoded as text. */
function historyText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${historyText(each)}`)
    .join('\n');
}
