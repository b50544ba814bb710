import { eventSourceName, leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { matchOutcome, refundRefusal, wonRefusal } from '@baton/domain';
import type { MoneyReport } from '@baton/domain';
import { contractReader, databaseTime, PoisonMessage, runPipelined, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { RecordStore } from '../commit/record-store.ts';
import { futureMoments, momentsBeforeHandoff, momentsOf } from './outcome-moments.ts';
import {
  draftUnrecordedOutcomes,
  lockOutcomesOf,
  readHandoffsOfLead,
  readMoneyReports,
  saveOutcome,
} from './outcome-rows.ts';
import type { HandoffOfLead } from './outcome-rows.ts';
import { updateRefundTicket } from './refused-refunds.ts';

/** Records won, lost and refunded deals in the lead's handoff. Outcomes that cannot belong to it become dead letters. */
@Injectable()
export class OutcomesConsumer {
  readonly #records: RecordStore;

  constructor(records: RecordStore) {
    this.#records = records;
  }

  subscription(): AnySubscription {
    return subscription({
      topic: leadOutcome.topic,
      read: contractReader(leadOutcome),
      ordered: false,
      idOf: ({ id }: ContractEvent<LeadOutcome>) => id,
      handle: (event: ContractEvent<LeadOutcome>, { transaction }) => this.#handle(event, transaction),
    });
  }

  async #handle(
    { id: outcomeId, source, data: outcome }: ContractEvent<LeadOutcome>,
    transaction: SqlExecutor,
  ): Promise<void> {
    const { leadId } = outcome;
    const [, now, handoffs] = await runPipelined(
      transaction,
      () => lockOutcomesOf(transaction, leadId),
      () => databaseTime(transaction),
      () => readHandoffsOfLead(transaction, leadId),
    );
    assertHappened(outcome, now);
    const handoff = handoffOf(outcome, handoffs);
    if (handoff) await assertAmounts(transaction, handoff, { ...outcome, outcomeId, reportedAt: now });
    await saveOutcome(transaction, outcomeId, eventSourceName(source, leadOutcome.topic), outcome);
    if (!handoff) return;
    const drafted = await draftUnrecordedOutcomes(transaction, leadId, handoff, now);
    await this.#records.append(transaction, handoff, { kind: 'message', id: outcomeId }, drafted);
    await updateRefundTicket(transaction, handoff, now);
  }
}

/** @throws PoisonMessage when the decision or the payment is in the future. It can be replayed when they have happened. */
function assertHappened(outcome: LeadOutcome, now: string): void {
  const [error] = futureMoments(momentsOf(outcome), now);
  if (error) throw new PoisonMessage('outcome-in-future', `${error.field} ${error.message}`);
}

/**
 * The handoff of the outcome; undefined while it is not known.
 * @throws PoisonMessage when the outcome or its payment is dated before the handoff
 */
function handoffOf(outcome: LeadOutcome, handoffs: readonly HandoffOfLead[]): HandoffOfLead | undefined {
  const match = matchOutcome(handoffs, outcome);
  if (match.kind === 'waiting') return undefined;
  const { target } = match;
  const [error] = outcome.imported ? [] : momentsBeforeHandoff(momentsOf(outcome), target.beganAt);
  if (error) throw new PoisonMessage('outcome-before-handoff', `${target.handoffId}: ${error.message}`);
  return target;
}

/**
 * A refund can arrive before its deal, and then waits for it.
 * @throws PoisonMessage when the known deal does not allow the refund, or the deal is worth less than its refunds
 */
async function assertAmounts(
  transaction: SqlExecutor,
  { handoffId }: HandoffOfLead,
  report: MoneyReport,
): Promise<void> {
  if (report.outcome === 'lost') return;
  const reports = await readMoneyReports(transaction, handoffId);
  const refusal = report.outcome === 'refunded' ? refundRefusal(reports, report) : wonRefusal(reports, report);
  if (refusal && refusal.code !== 'deal-not-won')
    throw new PoisonMessage(refusal.code, `${handoffId}: ${refusal.detail}`);
}
