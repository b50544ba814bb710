import type { Stage } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

export interface OpenHandoff {
  handoffId: string;
  version: number;
  agreementVersion: number;
  stage: Stage;
  teamId: string | null;
  /** Whether the person has not touched the lead yet. */
  isUntouched: boolean;
}

/** The open handoffs of a person, in the order of the team queue: best leads first. */
export function openHandoffsOf(on: SqlExecutor, personId: string): Promise<OpenHandoff[]> {
  return on.query(
    `SELECT handoff_id AS "handoffId", version, agreement_version AS "agreementVersion", stage, team_id AS "teamId",
            slot_of IS NOT DISTINCT FROM $1 AS "isUntouched"
     FROM handoff.handoff WHERE owner_id = $1 AND ${COUNTS_TOWARDS_CAP} ORDER BY score DESC, started_at, handoff_id`,
    [personId],
  );
}
