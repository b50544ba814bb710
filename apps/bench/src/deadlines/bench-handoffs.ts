import type { Agreement } from '@baton/domain';
import type { Client } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { ApiClient, mapConcurrently, publishAgreement } from '@baton/testing';
import { handoffInput, startHandoff } from '../lifecycle/handoff-lifecycle.ts';
import { OwnerLookup } from '../lifecycle/owner-lookup.ts';
import type { Lifecycles } from '../lifecycle/with-lifecycles.ts';
import type { ReportProgress } from '../measurement.ts';
import type { BenchSystem } from '../bench-system.ts';
import { nothingDue } from './bench-agreements.ts';
import type { FiredDeadline } from './fired-deadlines.ts';

/** The same concurrency as the consumer of the handoff service. */
const START_CONCURRENCY = 32;
const PROGRESS_INTERVAL = 1000;
/** Above the maximum of an agreement, so it is written to the table. The worker reads a version when its first lead arrives. */
const UNLIMITED_SLOTS = 1_000_000;

/** Opens handoffs and reads their breaches. Each measurement has its own version of the agreement. */
export class BenchHandoffs {
  readonly #client: Client;
  readonly #pool: pg.Pool;
  readonly #apiClient: ApiClient;
  readonly #owners: OwnerLookup;

  constructor(system: BenchSystem, { client, pool, handoff }: Lifecycles) {
    this.#client = client;
    this.#pool = pool;
    this.#apiClient = new ApiClient(system.services);
    this.#owners = new OwnerLookup(handoff);
  }

  /** The record contains the time of the workflow task. Only the database knows when the row was written. */
  async addWrittenAtColumn(): Promise<void> {
    await this.#pool.query(`ALTER TABLE handoff.record
      ADD COLUMN IF NOT EXISTS written_at timestamptz NOT NULL DEFAULT clock_timestamp()`);
  }

  /** Publishes with a free slot for every lead. No lead is touched, so with the usual slots most would stay in the queue. */
  async publish(agreement: Agreement): Promise<number> {
    const version = await publishAgreement(this.#apiClient, agreement);
    await this.#pool.query(
      `UPDATE handoff.agreement SET document = jsonb_set(document, '{routing,slots}', $2) WHERE version = $1`,
      [version, UNLIMITED_SLOTS],
    );
    return version;
  }

  /** Returns the workflow id when the server has accepted the start. */
  start(agreementVersion: number): Promise<string> {
    return startHandoff(this.#client, handoffInput(agreementVersion));
  }

  /** Opens handoffs and waits until each has an owner. */
  async openMany(agreementVersion: number, count: number, report: ReportProgress): Promise<string[]> {
    const ids: string[] = [];
    const begin = performance.now();
    await mapConcurrently(Array.from({ length: count }), START_CONCURRENCY, async () => {
      const id = await this.start(agreementVersion);
      await this.#owners.ownerOf(id);
      ids.push(id);
      const rate = (ids.length * 1000) / (performance.now() - begin);
      if (ids.length % PROGRESS_INTERVAL === 0)
        report(`    ${ids.length} of ${count} are open, ${rate.toFixed(0)} a second`);
    });
    return ids;
  }

  /** Opens handoffs without deadlines until the wanted number is open, including those of earlier measurements. */
  async ensureOpen(wanted: number, report: ReportProgress): Promise<void> {
    const { title, promises } = nothingDue();
    const { rows } = await this.#pool.query<{ version: number; open: number }>(
      `SELECT a.version, (SELECT count(*)::integer FROM handoff.handoff h WHERE h.agreement_version = a.version) AS open
       FROM handoff.agreement a
       WHERE document->>'title' = $1 AND document->'promises'->'acceptance'->>'within' = $2`,
      [title, promises.acceptance.within],
    );
    const [known] = rows;
    const version = known?.version ?? (await this.publish(nothingDue()));
    await this.openMany(version, Math.max(0, wanted - (known?.open ?? 0)), report);
    await this.waitUntilIdle();
  }

  /** The number of handoffs with a breach of acceptance. */
  async countBroken(agreementVersion: number): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM handoff.handoff
       WHERE agreement_version = $1 AND 'acceptance' = ANY (broken_promises)`,
      [agreementVersion],
    );
    return rows[0]?.count ?? 0;
  }

  /** Every breach of acceptance in the record. */
  async breaches(agreementVersion: number): Promise<FiredDeadline[]> {
    const { rows } = await this.#pool.query<{ id: string; due: string; begun: Date; done: Date }>(
      `SELECT handoff_id AS id, r.step->>'dueAt' AS due, r.recorded_at AS begun, r.written_at AS done
       FROM handoff.record r JOIN handoff.handoff h USING (handoff_id)
       WHERE h.agreement_version = $1 AND r.step->>'type' = 'promise-broken' AND r.step->>'promise' = 'acceptance'
       ORDER BY r.written_at`,
      [agreementVersion],
    );
    return rows.map(({ id, due, begun, done }) => ({
      id,
      dueAt: Date.parse(due),
      startedAt: begun.getTime(),
      doneAt: done.getTime(),
    }));
  }

  /** Ends the workflows, so that they do not affect the next measurement. Their rows stay. */
  async terminate(ids: readonly string[]): Promise<void> {
    await mapConcurrently(ids, START_CONCURRENCY, async (id) => {
      await this.#client.workflow.getHandle(id).terminate('measured');
    });
  }

  /** Waits until all events are sent and all notifications planned, which would slow down the next measurement. */
  async waitUntilIdle(): Promise<void> {
    for (;;) {
      const { rows } = await this.#pool.query<{ waiting: boolean }>(
        `SELECT EXISTS (SELECT FROM handoff.outbox)
             OR EXISTS (SELECT FROM handoff.notification WHERE planned_at IS NULL) AS waiting`,
      );
      if (rows[0]?.waiting !== true) return;
      await pause(500);
    }
  }
}
