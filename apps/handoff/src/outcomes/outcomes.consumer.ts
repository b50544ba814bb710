import { leadOutcome, type LeadOutcome } from '@baton/contracts';
import {
  contractReader,
  subscription,
  type AnySubscription,
  type ContractEvent,
  type SqlExecutor,
} from '@baton/messaging';
import { Injectable } from '@nestjs/common';

import { HandoffRecords } from '../record/record.ts';
import { draftHeldOutcomes, holdOutcome } from './outcome-rows.ts';

interface LatestHandoff {
  handoff_id: string;
  handoff_number: number;
  agreement_version: number;
}

/** Appends won and lost to the record of the lead's handoff. */
@Injectable()
export class OutcomesConsumer {
  readonly #records: HandoffRecords;

  constructor(records: HandoffRecords) {
    this.#records = records;
  }

  subscription(): AnySubscription {
    return subscription({
      topic: leadOutcome.topic,
      read: contractReader(leadOutcome),
      ordered: false,
      idOf: ({ id }: ContractEvent<LeadOutcome>) => id,
      handle: ({ id, data }: ContractEvent<LeadOutcome>, { transaction }) => this.#take(id, data, transaction),
    });
  }

  async #take(outcomeId: string, outcome: LeadOutcome, transaction: SqlExecutor): Promise<void> {
    await holdOutcome(transaction, outcomeId, outcome);
    const [latest] = await transaction.query<LatestHandoff[]>(
      `SELECT handoff_id, handoff_number, agreement_version FROM handoff.handoff
       WHERE lead_id = $1 AND handoff_number = coalesce($2, handoff_number) ORDER BY handoff_number DESC LIMIT 1`,
      [outcome.leadId, outcome.handoffNumber ?? null],
    );
    if (!latest) return;
    const identity = {
      handoffId: latest.handoff_id,
      leadId: outcome.leadId,
      handoffNumber: latest.handoff_number,
      agreementVersion: latest.agreement_version,
    };
    const drafted = await draftHeldOutcomes(transaction, identity);
    await this.#records.appendWithin(
      transaction,
      identity,
      { kind: 'message', id: outcomeId },
      new Date().toISOString(),
      () => drafted,
    );
  }
}
