import type { HandoffCommand } from '@baton/domain';
import { inTransaction } from '@baton/messaging';
import { PgPool, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';

export interface NewBulk {
  bulkId: string;
  /** Recognises a repeated request by its body, because its selection may match other handoffs by then. */
  bodyHash: string;
  callerId: string;
  command: HandoffCommand;
  handoffIds: readonly string[];
}

/** One handoff of a bulk command that is still pending. */
export interface BulkItem {
  bulk_id: string;
  handoff_id: string;
  caller_id: string;
  command: HandoffCommand;
}

export interface BulkResult {
  handoffId: string;
  outcome: 'pending' | 'done' | 'refused';
  version?: number;
  problem?: string;
}

export interface BulkProgress {
  bulkId: string;
  total: number;
  done: number;
  refused: number;
  pending: number;
  results: BulkResult[];
}

/** Bulk commands and the outcomes of their handoffs. They are stored first, so that they survive a restart. */
@Injectable()
export class BulkStore {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  /** @throws Problem 422 when it exists with another body. */
  async exists(bulkId: string, bodyHash: string, on: Pick<PgPool, 'query'> = this.#pool): Promise<boolean> {
    const { rows } = await on.query<{ body_hash: string }>('SELECT body_hash FROM handoff.bulk WHERE bulk_id = $1', [
      bulkId,
    ]);
    const [stored] = rows;
    if (stored && stored.body_hash !== bodyHash) throw problems.idempotencyKeyReused();
    return stored !== undefined;
  }

  /** Does nothing for a bulk command that is stored already. */
  async save({ bulkId, bodyHash, callerId, command, handoffIds }: NewBulk): Promise<void> {
    await inTransaction(this.#pool, async (transaction) => {
      const { rowCount } = await transaction.query(
        `INSERT INTO handoff.bulk (bulk_id, body_hash, caller_id, command) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [bulkId, bodyHash, callerId, JSON.stringify(command)],
      );
      if (rowCount !== 1) {
        await this.exists(bulkId, bodyHash, transaction);
        return;
      }
      await transaction.query(
        'INSERT INTO handoff.bulk_item (bulk_id, handoff_id) SELECT $1, id FROM unnest($2::text[]) AS id',
        [bulkId, [...new Set(handoffIds)]],
      );
    });
  }

  /** Claims pending items for some seconds. If this process dies, they are claimed again after that. */
  async claim(count: number, forSeconds: number): Promise<BulkItem[]> {
    const { rows } = await this.#pool.query<BulkItem>(
      `UPDATE handoff.bulk_item item SET claimed_until = now() + make_interval(secs => $2)
       FROM handoff.bulk WHERE bulk.bulk_id = item.bulk_id AND (item.bulk_id, item.handoff_id) IN (
         SELECT bulk_id, handoff_id FROM handoff.bulk_item
         WHERE outcome = 'pending' AND (claimed_until IS NULL OR claimed_until < now())
         ORDER BY bulk_id, handoff_id LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       RETURNING item.bulk_id, item.handoff_id, bulk.caller_id, bulk.command`,
      [count, forSeconds],
    );
    return rows;
  }

  async saveResult(item: BulkItem, result: Omit<BulkResult, 'handoffId'>): Promise<void> {
    await this.#pool.query(
      'UPDATE handoff.bulk_item SET outcome = $3, version = $4, problem = $5 WHERE bulk_id = $1 AND handoff_id = $2',
      [item.bulk_id, item.handoff_id, result.outcome, result.version ?? null, result.problem ?? null],
    );
  }

  /** Undefined when this caller has not started this bulk command. */
  async progress(bulkId: string, callerId: string): Promise<BulkProgress | undefined> {
    const { rowCount } = await this.#pool.query('SELECT FROM handoff.bulk WHERE bulk_id = $1 AND caller_id = $2', [
      bulkId,
      callerId,
    ]);
    if (rowCount !== 1) return undefined;
    const { rows } = await this.#pool.query<{
      handoff_id: string;
      outcome: BulkResult['outcome'];
      version: number | null;
      problem: string | null;
    }>('SELECT * FROM handoff.bulk_item WHERE bulk_id = $1 ORDER BY handoff_id', [bulkId]);
    const results = rows.map(({ handoff_id: handoffId, outcome, version, problem }) => ({
      handoffId,
      outcome,
      ...(version !== null && { version }),
      ...(problem !== null && { problem }),
    }));
    const count = (outcome: BulkResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
    return {
      bulkId,
      total: results.length,
      done: count('done'),
      refused: count('refused'),
      pending: count('pending'),
      results,
    };
  }
}
