import { agreementPublished } from '@baton/contracts';
import { DependencyUnavailable } from '@baton/messaging';
import type { KafkaConnection } from '@baton/messaging';

/** How long an answer holds, so that Kafka is not asked for each lead. */
const CACHE_MILLISECONDS = 5000;

/**
 * Whether the agreements that were published have been read. Topics are read side by side: after a standstill leads
 * would else be judged by the agreement of before, although a newer one stands on its topic. Offsets of the whole group
 * tell it, since another instance may be the one that reads agreements, and they follow the effect. The last message of
 * a compacted topic is never compacted away, so that reading comes to its end.
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

  /** @throws DependencyUnavailable while one stands on its topic that no instance has read. */
  async assertCaughtUp(): Promise<void> {
    if (performance.now() < this.#validUntil) return;
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    await this.#checking;
  }

  async #check(): Promise<void> {
    const askedAt = performance.now();
    if (await this.#hasLag()) throw new DependencyUnavailable('An agreement that was published has not been read yet.');
    this.#validUntil = askedAt + CACHE_MILLISECONDS;
  }

  #hasLag(): Promise<boolean> {
    const { topic } = agreementPublished;
    return this.#kafka.withAdmin(async (admin) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const [group] = await admin.fetchOffsets({ groupId: this.#groupId, topics: [topic] });
      const reached = new Map(group?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
      // Where nothing was read yet, it is read from the beginning: there is something to read unless it is empty.
      return ends.some(
        ({ partition, low, high }) => BigInt(high) > BigInt(low) && (reached.get(partition) ?? -1n) < BigInt(high),
      );
    });
  }
}
