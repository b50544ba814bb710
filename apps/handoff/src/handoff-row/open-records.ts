import type { SqlExecutor } from '@baton/messaging';

/** A page of the ids of open handoffs, in order. */
export async function openHandoffIds(on: SqlExecutor, after: string, atMost: number): Promise<string[]> {
  const rows = await on.query<{ handoffId: string }[]>(
    `SELECT handoff_id AS "handoffId" FROM handoff.handoff
     WHERE stage <> 'ended' AND handoff_id > $1 ORDER BY handoff_id LIMIT $2`,
    [after, atMost],
  );
  return rows.map(({ handoffId }) => handoffId);
}

export interface RecordStatus {
  version: number;
  isOpen: boolean;
}

const noRecord: RecordStatus = { version: 0, isOpen: false };

/** Version 0 for an unknown handoff. */
export async function recordStatusOf(on: SqlExecutor, handoffId: string): Promise<RecordStatus> {
  const [row] = await on.query<RecordStatus[]>(
    `SELECT version, stage <> 'ended' AS "isOpen" FROM handoff.handoff WHERE handoff_id = $1`,
    [handoffId],
  );
  return row ?? noRecord;
}

/** Returns the ids of those handoffs that have ended or have no record. */
export async function withoutOpenRecord(on: SqlExecutor, handoffIds: readonly string[]): Promise<string[]> {
  const open = await on.query<{ handoffId: string }[]>(
    `SELECT handoff_id AS "handoffId" FROM handoff.handoff WHERE handoff_id = ANY ($1) AND stage <> 'ended'`,
    [handoffIds],
  );
  const isOpen = new Set(open.map(({ handoffId }) => handoffId));
  return handoffIds.filter((handoffId) => !isOpen.has(handoffId));
}
