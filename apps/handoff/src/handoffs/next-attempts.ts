import {
  applySteps,
  callingCalendar,
  emptyState,
  nextAttempt,
  whoseHours,
  whyNoAttempt,
  WorkingTimes,
} from '@baton/domain';
import type { NoAttempt, RecordedStep, SuggestedAttempt } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import type { HandoffIdentity } from '../record/record-rows.ts';
import { timesOf } from '../routing/routing-for.ts';

/**
 * What the agreement's cadence suggests next, worked out when somebody asks: it depends on the hour, and nothing that
 * it says is a promise, so the record does not hold it.
 */
@Injectable()
export class NextAttempts {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimes();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  /** @param record all of it */
  async of(
    { handoffId, agreementVersion }: Pick<HandoffIdentity, 'handoffId' | 'agreementVersion'>,
    record: readonly RecordedStep[],
    now: string,
  ): Promise<SuggestedAttempt | NoAttempt> {
    const state = applySteps(emptyState(handoffId), record);
    const [begun] = record;
    const none = whyNoAttempt(state);
    if (none) return none;
    if (begun?.step.type !== 'started') throw new Error(`Handoff ${handoffId}: its record does not begin with a lead`);
    const agreement = await this.#agreements.version(agreementVersion);
    const calling = this.#times.of(callingCalendar(agreement, begun.step.lead, now));
    const time = await timesOf(this.#on, whoseHours(state), agreement, state.transferredAt ?? now);
    return nextAttempt(state, { agreement, now, time, calling });
  }
}
