import { appendToOutbox } from '@baton/messaging';
import type { OutboxRelay, OutgoingMessage, SqlExecutor } from '@baton/messaging';
import { EntityManager } from 'typeorm';
import type { DataSource, EntitySubscriberInterface, QueryRunner } from 'typeorm';

/** Marks a transaction that wrote messages, so that its commit wakes the relay. */
const APPENDED = 'batonOutbox';

/** The service's outbox: messages are sent when the transaction that appended them commits, and only then. */
export class Outbox {
  readonly #schema: string;
  readonly #relay: OutboxRelay;

  constructor(options: { schema: string; relay: OutboxRelay; dataSource: DataSource }) {
    this.#schema = options.schema;
    this.#relay = options.relay;
    options.dataSource.subscribers.push(this.#wakeOnCommit());
  }

  /** Takes TypeORM's manager within a transaction, or the transaction that a consumer hands to its handler. */
  async append(transaction: EntityManager | SqlExecutor, messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) {
      return;
    }
    if (!(transaction instanceof EntityManager)) {
      await appendToOutbox(transaction, this.#schema, messages);
      // Whoever owns a plain transaction commits it in a moment; should it take longer, the relay's own poll finds it.
      setTimeout(() => this.#relay.nudge(), 5).unref();
      return;
    }
    const runner = transaction.queryRunner;
    if (!runner?.isTransactionActive) {
      throw new Error('Outbox.append needs a transaction: call it with the manager of dataSource.transaction(…)');
    }
    await appendToOutbox(transaction, this.#schema, messages);
    runner.data[APPENDED] = true;
  }

  #wakeOnCommit(): EntitySubscriberInterface {
    const wake = (runner: QueryRunner): void => {
      // A savepoint's release is no commit.
      if (runner.data[APPENDED] && !runner.isTransactionActive) {
        delete runner.data[APPENDED];
        this.#relay.nudge();
      }
    };
    return {
      afterTransactionCommit: ({ queryRunner }) => wake(queryRunner),
      afterTransactionRollback: ({ queryRunner }) => {
        if (!queryRunner.isTransactionActive) delete queryRunner.data[APPENDED];
      },
    };
  }
}
