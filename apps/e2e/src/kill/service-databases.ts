import type { HandoffStepRecorded } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import type pg from 'pg';
import type { SystemSnapshot, StoredHandoff } from './system-snapshot.ts';

const schemas = ['intake', 'scoring', 'handoff', 'reporting'];

/** Reads the tables of the four services directly. */
export class Databases {
  readonly #client: pg.Client;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  leads(source: string): Promise<SystemSnapshot['leads'][number][]> {
    return this.#rows(
      `SELECT lead.id AS "leadId", person.email, jsonb_array_length(lead.snapshot->'signals') AS signals
       FROM intake.lead JOIN intake.person ON person.lead_id = lead.id WHERE lead.source = $1`,
      source,
    );
  }

  judgements(leadIds: string[]): Promise<SystemSnapshot['judgements'][number][]> {
    return this.#rows(
      `SELECT lead_id AS "leadId", verdict, handoff_number AS "handoffNumber"
       FROM scoring.judgement WHERE lead_id = ANY ($1::uuid[])`,
      leadIds,
    );
  }

  handoffs(leadIds: string[]): Promise<StoredHandoff[]> {
    return this.#rows(
      `SELECT handoff_id AS "handoffId", lead_id AS "leadId", version, stage, owner_id AS "ownerId",
         ARRAY (SELECT kind FROM handoff.ticket WHERE ticket.handoff_id = stored.handoff_id AND closed_at IS NULL
                ORDER BY kind) AS "openTickets"
       FROM handoff.handoff AS stored WHERE lead_id = ANY ($1::uuid[])`,
      leadIds,
    );
  }

  async record(leadIds: string[]): Promise<Map<string, RecordedStep[]>> {
    const steps = await this.#rows<Omit<RecordedStep, 'at' | 'recordedAt'> & { at: Date; recordedAt: Date }>(
      `SELECT handoff_id AS "handoffId", version, at, recorded_at AS "recordedAt", actor, cause, step
       FROM handoff.record WHERE handoff_id IN (SELECT handoff_id FROM handoff.handoff WHERE lead_id = ANY ($1::uuid[]))
       ORDER BY handoff_id, version`,
      leadIds,
    );
    return byHandoff(
      steps.map((step) => ({ ...step, at: step.at.toISOString(), recordedAt: step.recordedAt.toISOString() })),
    );
  }

  async reported(leadIds: string[]): Promise<Map<string, HandoffStepRecorded[]>> {
    const rows = await this.#rows<{ data: HandoffStepRecorded }>(
      `SELECT data FROM reporting.step WHERE (data->>'leadId')::uuid = ANY ($1::uuid[]) ORDER BY handoff_id, version`,
      leadIds,
    );
    return byHandoff(rows.map(({ data }) => data));
  }

  /** The number of dead letters of all services. An outage must not create any. */
  deadLetters(): Promise<number> {
    return this.#count(schemas.map((schema) => `${schema}.dead_letter`));
  }

  /** The number of unsent events, and of steps that wait for an earlier step or for an agreement. */
  pending(): Promise<number> {
    return this.#count([...schemas.map((schema) => `${schema}.outbox`), 'reporting.pending_step']);
  }

  async #count(tables: readonly string[]): Promise<number> {
    const counts = tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
    const [row] = await this.#rows<{ count: string }>(`SELECT ${counts} AS count`);
    return Number(row?.count);
  }

  async #rows<Row extends object>(sql: string, ...parameters: unknown[]): Promise<Row[]> {
    return (await this.#client.query<Row>(sql, parameters)).rows;
  }
}

function byHandoff<Step extends { handoffId: string }>(steps: readonly Step[]): Map<string, Step[]> {
  return Map.groupBy(steps, ({ handoffId }) => handoffId);
}
