import type { ImportedHistory, LeadSnapshot } from '@baton/domain';
import { inTransaction, OutboxRelay, sqlExecutorOf } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { draftHeldOutcomes, lockOutcomesOf } from '../outcomes/outcome-rows.ts';
import type { HandoffIdentity } from '../record/record-rows.ts';
import { HandoffRecords } from '../record/record.ts';

/** The past has no clocks and no workflow: a record of one step, and what became of the lead. */
@Injectable()
export class ImportedHandoffs {
  readonly #pool: PgPool;
  readonly #records: HandoffRecords;
  readonly #relay: OutboxRelay;

  constructor(pool: PgPool, records: HandoffRecords, relay: OutboxRelay) {
    this.#pool = pool;
    this.#records = records;
    this.#relay = relay;
  }

  async record(
    identity: HandoffIdentity,
    messageId: string,
    lead: LeadSnapshot,
    history: ImportedHistory,
  ): Promise<void> {
    const day = `${history.day}T00:00:00.000Z`;
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      const append = (cause: string, drafted: Parameters<HandoffRecords['appendWithin']>[4]): Promise<void> =>
        this.#records.appendWithin(
          transaction,
          identity,
          { kind: 'message', id: cause },
          new Date().toISOString(),
          drafted,
        );
      // Before the handoff's row, as whoever brings an outcome does.
      await lockOutcomesOf(transaction, identity.leadId);
      await append(messageId, () => [
        { at: day, actor: { kind: 'system', id: 'import' }, step: { type: 'imported', lead, history } },
      ]);
      const outcomes = await draftHeldOutcomes(transaction, { ...identity, began: null });
      await append(`${messageId}/outcomes`, () => outcomes);
    });
    this.#relay.nudge();
  }
}
