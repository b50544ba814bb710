import { outcomeTarget } from '@baton/domain';
import type { DraftedStep, ImportedHistory, LeadSnapshot } from '@baton/domain';
import { databaseTime, inTransaction, OutboxRelay, sqlExecutorOf } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { RecordStore } from '../../commit/record-store.ts';
import type { HandoffIdentity } from '../../handoff-row/record-rows.ts';
import { draftUnrecordedOutcomes, lockOutcomesOf } from '../../outcomes/outcome-rows.ts';

/** Records past handoffs, which have no workflow: one step for the history, and the outcomes of the lead. */
@Injectable()
export class ImportedHandoffs {
  readonly #pool: PgPool;
  readonly #records: RecordStore;
  readonly #relay: OutboxRelay;

  constructor(pool: PgPool, records: RecordStore, relay: OutboxRelay) {
    this.#pool = pool;
    this.#records = records;
    this.#relay = relay;
  }

  async save(
    identity: HandoffIdentity,
    messageId: string,
    lead: LeadSnapshot,
    history: ImportedHistory,
  ): Promise<void> {
    const imported: DraftedStep = {
      at: `${history.day}T00:00:00.000Z`,
      actor: { kind: 'system', id: 'import' },
      step: { type: 'imported', lead, history },
    };
    const target = outcomeTarget(identity.handoffNumber, imported);
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      const append = (cause: string, drafted: DraftedStep[]): Promise<void> =>
        this.#records.append(transaction, identity, { kind: 'message', id: cause }, drafted);
      // Locked before the handoff's row, in the same order as when an outcome is recorded.
      await lockOutcomesOf(transaction, identity.leadId);
      await append(messageId, [imported]);
      const recordedAt = await databaseTime(transaction);
      const outcomes = await draftUnrecordedOutcomes(transaction, identity.leadId, target, recordedAt);
      await append(`${messageId}/outcomes`, outcomes);
    });
    this.#relay.nudge();
  }
}
