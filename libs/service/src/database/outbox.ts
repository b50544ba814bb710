import { appendToOutbox } from '@baton/messaging';
import type { OutboxRelay, OutgoingMessage, SqlExecutor } from '@baton/messaging';
import { EntityManager } from 'typeorm';
import type { DataSource, EntitySubscriberInterface, QueryRunner } from 'typeorm';

/** Marks a transaction that appended messages, so that its commit nudges the relay. */
const APPENDED = 'batonOutbox';

/** The service's outbox: messages are sent once the transaction that appended them has committed. */
export class Outbox {
  readonly #schema: string;
  readonly #relay: OutboxRelay;

  constructor(options: { schema: string; relay: OutboxRelay; dataSource: DataSource }) {
    this.#schema = options.schema;
    this.#relay = options.relay;
    options.dataSource.subscribers.push(this.#nudgeOnCommit());
  }

  /** Takes the EntityManager of a TypeORM transaction, or the transaction that a consumer passes to its handler. */
  async append(transaction: EntityManager | SqlExecutor, messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) {
      return;
    }
    if (!(transaction instanceof EntityManager)) {
      await appendToOutbox(transaction, this.#schema, messages);
      // The owner of a plain transaction usually commits within milliseconds; otherwise the relay's own poll finds it.
      setTimeout(() => this.#relay.nudge(), 5).unref();
      return;
    }
    const runner = transaction.queryRunner;
    if (!runner?.isTransactionActive) {
      throw new Error('Outbox.append needs a transaction: call it with the manager of dataSource.transaction(…).');
    }
    await appendToOutbox(transaction, this.#schema, messages);
    runner.data[APPENDED] = true;
  }

  #nudgeOnCommit(): EntitySubscriberInterface {
    const nudge = (runner: QueryRunner): void => {
      // Releasing a savepoint is not a commit.
      if (runner.data[APPENDED] && !runner.isTransactionActive) {
        delete runner.data[APPENDED];
        this.#relay.nudge();
      }
    };
    return {
      afterTransactionCommit: ({ queryRunner }) => nudge(queryRunner),
      afterTransactionRollback: ({ queryRunner }) => {
        if (!queryRunner.isTransactionActive) delete queryRunner.data[APPENDED];
      },
    };
  }
}
