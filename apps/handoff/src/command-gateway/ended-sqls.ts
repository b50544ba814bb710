import { nextStepAfterEnd, nextStepAfterEndRefusal } from '@baton/domain';
import type { AfterEnd, HandoffCommand, HandoffState, ReceivedNextStep } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import type { CommandRequest, RefusalDetail } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { RecordStore } from '../commit/record-store.ts';
import type { Handoff } from '../handoff-row/handoff.entity.ts';
import { readState } from '../handoff-row/record-rows.ts';
import { refusalProblem } from './workflow-updates.ts';

export type NextStepRequest = CommandRequest & ReceivedNextStep;

/** Whether a command to a handoff that has ended can still be carried out. */
export const isForEndedSql = ({ ending }: Pick<Handoff, 'ending'>, { type }: HandoffCommand): boolean =>
  ending === 'sql' && type === 'agree-next-step';

export const isNextStep = (request: CommandRequest): request is NextStepRequest =>
  request.command.type === 'agree-next-step';

/** Records the next steps of SQLs whose workflow has ended, until they have an outcome. */
@Injectable()
export class EndedSqls {
  readonly #sql: SqlExecutor;
  readonly #records: RecordStore;

  constructor(pool: PgPool, records: RecordStore) {
    this.#sql = sqlExecutorOf(pool);
    this.#records = records;
  }

  async refusal(handoffId: string, request: NextStepRequest): Promise<RefusalDetail | undefined> {
    return refusalIn(this.#sql, await readState(this.#sql, handoffId), request);
  }

  /** @throws Problem when the outcome was recorded meanwhile. */
  async agreeNextStep(row: Handoff, request: NextStepRequest): Promise<void> {
    const cause = { kind: 'request', key: request.key, bodyHash: request.bodyHash } as const;
    await this.#records.appendAfterEnd(row, cause, async (state, transaction) => {
      const refusal = await refusalIn(transaction, state, request);
      if (refusal) throw refusalProblem(refusal);
      return [nextStepAfterEnd(request)];
    });
  }
}

async function refusalIn(
  on: SqlExecutor,
  state: HandoffState,
  request: NextStepRequest,
): Promise<RefusalDetail | undefined> {
  const [known] = await on.query<AfterEnd[]>(
    `SELECT h.outcome IS NOT NULL AS "hasOutcome", EXISTS (
       SELECT FROM handoff.contact_end e WHERE e.lead_id = h.lead_id AND e.kind = 'erased'
     ) AS "isErased" FROM handoff.handoff h WHERE h.handoff_id = $1`,
    [state.handoffId],
  );
  const refusal = nextStepAfterEndRefusal(state, known ?? { hasOutcome: false, isErased: false }, request);
  return refusal && { ...refusal, version: state.version };
}
