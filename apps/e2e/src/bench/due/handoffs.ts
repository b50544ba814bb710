import type { Agreement } from '@baton/domain';
import type { Client } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { Outside } from '../../system/outside.ts';
import { aBeginning, startHandoff } from '../lifecycle/handoff-life.ts';
import { OwnerDesk } from '../lifecycle/owner-desk.ts';
import type { Lives } from '../lifecycle/with-lives.ts';
import type { Tell } from '../measurement.ts';
import type { BenchSystem } from '../system.ts';
import { nothingDue } from './agreements.ts';
import type { Fallen } from './fallen.ts';
import { inLanes } from './in-lanes.ts';

/** As many as the service's consumer has in hand. */
const STARTS_AT_ONCE = 32;
const TOLD = 1000;

/** Handoffs by the agreement they are under, each measurement under one of its own. */
export class Handoffs {
  readonly #client: Client;
  readonly #pool: pg.Pool;
  readonly #outside: Outside;
  readonly #desk: OwnerDesk;

  constructor(system: BenchSystem, { client, pool, handoff }: Lives) {
    this.#client = client;
    this.#pool = pool;
    this.#outside = new Outside(system.services);
    this.#desk = new OwnerDesk(handoff);
  }

  /** The record keeps the time of the workflow's task; when the row itself was written, only the database knows. */
  async watchRows(): Promise<void> {
    await this.#pool.query(`ALTER TABLE handoff.record
      ADD COLUMN IF NOT EXISTS written_at timestamptz NOT NULL DEFAULT clock_timestamp()`);
  }

  async publish(agreement: Agreement): Promise<number> {
    const answer = await this.#outside.insist('handoff', '/agreements', {
      as: 'adam',
      method: 'POST',
      body: agreement,
    });
    if (answer.status >= 300) throw new Error(`The agreement was not published: ${answer.status} ${answer.text}`);
    return (answer.body as { version: number }).version;
  }

  /** Answers its id when the server has it. */
  begin(agreementVersion: number): Promise<string> {
    return startHandoff(this.#client, aBeginning(agreementVersion));
  }

  /** So many handoffs, all with an owner in the end. */
  async open(agreementVersion: number, count: number, tell: Tell): Promise<string[]> {
    const ids: string[] = [];
    const begin = performance.now();
    await inLanes(Array.from({ length: count }), STARTS_AT_ONCE, async () => {
      const id = await this.begin(agreementVersion);
      await this.#desk.ownerOf(id);
      ids.push(id);
      const rate = (ids.length * 1000) / (performance.now() - begin);
      if (ids.length % TOLD === 0) tell(`    ${ids.length} of ${count} are open, ${rate.toFixed(0)} a second`);
    });
    return ids;
  }

  /** Opens handoffs that wait until there are so many; those that an earlier measurement has opened count. */
  async openWaiting(wanted: number, tell: Tell): Promise<void> {
    const { title, promises } = nothingDue();
    const { rows } = await this.#pool.query<{ version: number; open: number }>(
      `SELECT a.version, (SELECT count(*)::integer FROM handoff.handoff h WHERE h.agreement_version = a.version) AS open
       FROM handoff.agreement a
       WHERE document->>'title' = $1 AND document->'promises'->'acceptance'->>'within' = $2`,
      [title, promises.acceptance.within],
    );
    const [known] = rows;
    const version = known?.version ?? (await this.publish(nothingDue()));
    await this.open(version, Math.max(0, wanted - (known?.open ?? 0)), tell);
    await this.settled();
  }

  /** How many have broken their acceptance. */
  async broken(agreementVersion: number): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM handoff.handoff
       WHERE agreement_version = $1 AND 'acceptance' = ANY (broken_promises)`,
      [agreementVersion],
    );
    return rows[0]?.count ?? 0;
  }

  /** Every breach of acceptance that stands in the records. */
  async breaches(agreementVersion: number): Promise<Fallen[]> {
    const { rows } = await this.#pool.query<{ id: string; due: string; begun: Date; done: Date }>(
      `SELECT handoff_id AS id, r.step->>'dueAt' AS due, r.recorded_at AS begun, r.written_at AS done
       FROM handoff.record r JOIN handoff.handoff h USING (handoff_id)
       WHERE h.agreement_version = $1 AND r.step->>'type' = 'promise-broken' AND r.step->>'promise' = 'acceptance'
       ORDER BY r.written_at`,
      [agreementVersion],
    );
    return rows.map(({ id, due, begun, done }) => ({
      ...{ id, dueAt: Date.parse(due), begunAt: begun.getTime(), doneAt: done.getTime() },
    }));
  }

  /** Out of the way of what is measured next; their rows stay. */
  async terminate(ids: readonly string[]): Promise<void> {
    await inLanes(ids, STARTS_AT_ONCE, async (id) => {
      await this.#client.workflow.getHandle(id).terminate('measured');
    });
  }

  /** What has been decided is still to be sent and planned, which must not slow down whoever is measured next. */
  async settled(): Promise<void> {
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
