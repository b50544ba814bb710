import { atWorkBefore, BATON, WorkingTimeCache } from '@baton/domain';
import type { DraftedStep } from '@baton/domain';
import { inTransaction, OutboxRelay, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { agreementCalendar } from '@baton/service/calendar';
import type { PostponementActivities, ResumptionRequest, ResumptionResult } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../../agreements/agreement-store.ts';
import { RecordStore } from '../../commit/record-store.ts';
import { waitingPostponement } from '../../handoff-row/postponed-handoffs.ts';
import type { WaitingPostponement } from '../../handoff-row/postponed-handoffs.ts';
import { workingTimesOf } from '../../staff/working-times.ts';

const times = new WorkingTimeCache();

/** Lets postponed leads come back. Scoring, which numbers the handoffs of a lead, answers the step with the next one. */
@Injectable()
export class Resumptions implements PostponementActivities {
  readonly #pool: PgPool;
  readonly #records: RecordStore;
  readonly #agreements: AgreementStore;
  readonly #relay: OutboxRelay;

  constructor(pool: PgPool, records: RecordStore, agreements: AgreementStore, relay: OutboxRelay) {
    this.#pool = pool;
    this.#records = records;
    this.#agreements = agreements;
    this.#relay = relay;
  }

  /** A plain object: the worker does not look for activities on a prototype. */
  asActivities(): PostponementActivities {
    return { resumePostponedLead: (request) => this.resumePostponedLead(request) };
  }

  async resumePostponedLead({ handoffId, now }: ResumptionRequest): Promise<ResumptionResult> {
    const result = await inTransaction(this.#pool, async (client): Promise<ResumptionResult> => {
      const transaction = sqlExecutorOf(client);
      const postponed = await waitingPostponement(transaction, handoffId);
      if (!postponed) return { outcome: 'over' };
      const worksFrom = await this.#ownerWorksFrom(transaction, postponed, now);
      if (worksFrom !== undefined && Date.parse(worksFrom) > Date.parse(now))
        return { outcome: 'waits', until: worksFrom };
      const step: DraftedStep = {
        at: now,
        actor: { kind: 'system', id: BATON },
        step: { type: 'postponement-ended' },
      };
      await this.#records.append(transaction, postponed, { kind: 'message', id: `postponement/${handoffId}` }, [step]);
      return { outcome: 'resumed' };
    });
    if (result.outcome === 'resumed') this.#relay.nudge();
    return result;
  }

  /** When the owner starts to work, if they are a rep and do so within a working day; otherwise the lead is routed now. */
  async #ownerWorksFrom(
    transaction: SqlExecutor,
    { ownerId, agreementVersion }: WaitingPostponement,
    now: string,
  ): Promise<string | undefined> {
    const [rep] = await transaction.query<unknown[]>(
      `SELECT FROM handoff.person WHERE person_id = $1 AND active AND 'rep' = ANY (roles)`,
      [ownerId],
    );
    if (!rep) return undefined;
    const agreement = await this.#agreements.document(agreementVersion, transaction);
    const timeOf = await workingTimesOf(transaction, [ownerId], agreement, now);
    const worksFrom = timeOf(ownerId).nextWorkingMoment(now);
    const agreementTime = times.of(agreementCalendar(agreement, now));
    const startsBefore = atWorkBefore(now, agreementTime, agreement.routing);
    return worksFrom !== undefined && Date.parse(worksFrom) < Date.parse(startsBefore) ? worksFrom : undefined;
  }
}
