import {
  agreementForLead,
  applySteps,
  attemptCalendarOwners,
  callingCalendars,
  emptyState,
  leadWithCurrentZones,
  nextAttempt,
  noAttempt,
  WorkingTimeCache,
} from '@baton/domain';
import type { NoAttempt, RecordedStep, SuggestedAttempt } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { startedStep } from '../handoff-row/record-rows.ts';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';
import { workingTimesOf } from '../staff/working-times.ts';

/**
 * Suggests the next attempt to reach a lead, by the cadence of the agreement. It depends on the time of the request and
 * is not a promise, so it is not in the record.
 */
@Injectable()
export class NextAttempts {
  readonly #on: SqlExecutor;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimeCache();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#on = sqlExecutorOf(pool);
    this.#agreements = agreements;
  }

  /** @param record every step of the handoff */
  async suggest(
    { handoffId, agreementVersion }: Pick<HandoffIdentity, 'handoffId' | 'agreementVersion'>,
    record: readonly RecordedStep[],
    now: string,
  ): Promise<SuggestedAttempt | NoAttempt> {
    const state = applySteps(emptyState(handoffId), record);
    const none = noAttempt(state);
    if (none) return none;
    const { lead, score } = startedStep(handoffId, record[0]);
    const document = await this.#agreements.document(agreementVersion);
    const agreement = agreementForLead(document, { snapshot: lead, score });
    const calendars = callingCalendars(agreement, leadWithCurrentZones(lead, record), now);
    const callingTimes = calendars.map((calendar) => this.#times.of(calendar));
    const time = await workingTimesOf(this.#on, attemptCalendarOwners(state), agreement, state.transferredAt ?? now);
    return nextAttempt(state, { agreement, now, time, callingTimes });
  }
}
