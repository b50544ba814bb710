import { leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';

import { HandoffRecords } from '../record/record.ts';
import { draftHeldOutcomes, handoffOfOutcome, holdOutcome } from './outcome-rows.ts';

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
    const handoff = await handoffOfOutcome(transaction, outcome);
    if (!handoff) return;
    const drafted = await draftHeldOutcomes(transaction, handoff);
    await this.#records.appendWithin(
      transaction,
      handoff,
      { kind: 'message', id: outcomeId },
      new Date().toISOString(),
      () => drafted,
    );
  }
}
