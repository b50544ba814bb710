import { topics } from '@baton/contracts';
import { Connection, WorkflowClient } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beginningOffsets, readSince } from '@baton/testing';

/** Where a text was found, such as `table intake.person`. */
export type Location = string;

/** A datum as it is, and as databases show raw bytes. */
const encodingsOf = (datum: string): string[] => [
  datum.toLowerCase(),
  Buffer.from(datum).toString('hex'),
  Buffer.from(datum).toString('base64').replace(/=+$/, '').toLowerCase(),
];

interface StoreLocations {
  postgres: string;
  temporal: string;
  /** The directory of Temporal's own store. */
  temporalStore: string;
  logs: string;
}

/**
 * Everything that the system keeps: every table, every topic but the inbound one, every workflow history, the bytes of
 * Temporal's store, every log.
 */
export class StoredDataSearch {
  readonly #kafka: Kafka;
  readonly #environment: StoreLocations;

  constructor(kafka: Kafka, environment: StoreLocations) {
    this.#kafka = kafka;
    this.#environment = environment;
  }

  /** Which of the data are found where. */
  async find(data: readonly string[]): Promise<Location[]> {
    const wanted = data.flatMap((datum) => encodingsOf(datum).map((spelling) => ({ datum, spelling })));
    const found = new Set<Location>();
    const look = (place: string, text: string): void => {
      const lower = text.toLowerCase();
      for (const { datum, spelling } of wanted) if (lower.includes(spelling)) found.add(`${place}: ${datum}`);
    };
    await this.#tables(look);
    await this.#topics(look);
    await this.#histories(look);
    this.#files('bytes of Temporal', this.#environment.temporalStore, look);
    this.#files('log', this.#environment.logs, look);
    return [...found].sort();
  }

  async #tables(look: (place: string, text: string) => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.#environment.postgres });
    await client.connect();
    try {
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
         WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
      );
      for (const { name } of tables) {
        const { rows } = await client.query<{ text: string }>(`SELECT kept::text AS text FROM ${name} AS kept`);
        for (const { text } of rows) look(`table ${name}`, text);
      }
    } finally {
      await client.end();
    }
  }

  async #topics(look: (place: string, text: string) => void): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    const names = (await admin.listTopics()).filter(
      (name) => !name.startsWith('__') && name !== topics.inboundLeads.name,
    );
    await admin.disconnect();
    for (const name of names) {
      const messages = await readSince(this.#kafka, name, await beginningOffsets(this.#kafka, name));
      for (const { key, headers, value } of messages) look(`topic ${name}`, JSON.stringify({ key, headers }) + value);
    }
  }

  /** The history of one workflow until now, as a text. */
  async historyOf(workflowId: string): Promise<string> {
    return this.#withClient(async (client) => historyText(await client.getHandle(workflowId).fetchHistory()));
  }

  async #histories(look: (place: string, text: string) => void): Promise<void> {
    await this.#withClient(async (client) => {
      for await (const { workflowId, runId } of client.list()) {
        const history = await client.getHandle(workflowId, runId).fetchHistory();
        look(`history of ${workflowId}`, historyText(history));
      }
    });
  }

  async #withClient<T>(ask: (client: WorkflowClient) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: this.#environment.temporal });
    try {
      return await ask(new WorkflowClient({ connection }));
    } finally {
      await connection.close();
    }
  }

  #files(what: string, directory: string, look: (place: string, text: string) => void): void {
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      if (statSync(file).isFile()) look(`${what} ${name}`, readFileSync(file, 'utf8'));
    }
  }
}

/** A history with its payloads as the texts that they are. Bytes must be seen before they make themselves into numbers. */
function historyText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${historyText(each)}`)
    .join('\n');
}
