import { agreementPublished } from '@baton/contracts';
import { DependencyUnavailable, readGroupLag } from '@baton/messaging';
import type { KafkaConnection } from '@baton/messaging';

/** A positive result is reused for this long, so that Kafka is not queried for each lead. */
const CACHE_MILLISECONDS = 5000;

/**
 * Checks that all published agreements have been read. Topics are consumed independently: after an outage, leads could
 * otherwise be judged by an old agreement while a newer one is still unread. The check compares the offsets of the
 * whole group, because another instance may be the one that reads agreements, and an offset is committed only after
 * its effect. Compaction never removes the last message of a topic, so the group can always reach the end.
 */
export class AgreementLagCheck {
  readonly #kafka: Pick<KafkaConnection, 'withAdmin'>;
  readonly #groupId: string;
  #validUntil = 0;
  #checking: Promise<void> | undefined;

  constructor(kafka: Pick<KafkaConnection, 'withAdmin'>, groupId: string) {
    this.#kafka = kafka;
    this.#groupId = groupId;
  }

  /** @throws DependencyUnavailable while a published agreement is unread */
  async assertCaughtUp(): Promise<void> {
    if (performance.now() < this.#validUntil) return;
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    await this.#checking;
  }

  async #check(): Promise<void> {
    const startedAt = performance.now();
    if (await this.#hasLag()) throw new DependencyUnavailable('A published agreement has not been read yet.');
    this.#validUntil = startedAt + CACHE_MILLISECONDS;
  }

  async #hasLag(): Promise<boolean> {
    const lags = await this.#kafka.withAdmin((admin) => readGroupLag(admin, this.#groupId, [agreementPublished.topic]));
    return lags.some(({ messages }) => messages > 0);
  }
}
