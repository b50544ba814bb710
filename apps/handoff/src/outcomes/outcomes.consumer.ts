import { eventSourceName, leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { contractReader, subscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent, SqlExecutor } from '@baton/messaging';
import { Injectable } from '@nestjs/common';
import { RecordStore } from '../commit/record-store.ts';
import { draftUnrecordedOutcomes, handoffOfOutcome, saveOutcome } from './outcome-rows.ts';

/** Records won and lost leads in the lead's handoff. */
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
    await saveOutcome(transaction, outcomeId, eventSourceName(source, leadOutcome.topic), outcome);
    const handoff = await handoffOfOutcome(transaction, outcome);
    if (!handoff) return;
    const drafted = await draftUnrecordedOutcomes(transaction, handoff);
    const cause = { kind: 'message', id: outcomeId } as const;
    await this.#records.append(transaction, handoff, cause, new Date().toISOString(), drafted);
  }
}
