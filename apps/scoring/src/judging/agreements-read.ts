import { agreementPublished } from '@baton/contracts';
import { DependencyAway } from '@baton/messaging';
import type { KafkaConnection } from '@baton/messaging';

/** How long an answer holds, so that Kafka is not asked for each lead. */
const HOLDS_MILLISECONDS = 5000;

/**
 * Whether the agreements that were published have been read. Topics are read side by side: after a standstill leads
 * would else be judged by the agreement of before, although a newer one stands on its topic. Offsets of the whole group
 * tell it, since another instance may be the one that reads agreements, and they follow the effect. The last message of
 * a compacted topic is never compacted away, so that reading comes to its end.
 */
export class AgreementsRead {
  readonly #kafka: Pick<KafkaConnection, 'administer'>;
  readonly #groupId: string;
  #holdsUntil = 0;
  #asking: Promise<void> | undefined;

  constructor(kafka: Pick<KafkaConnection, 'administer'>, groupId: string) {
    this.#kafka = kafka;
    this.#groupId = groupId;
  }

  /** @throws DependencyAway while one stands on its topic that no instance has read. */
  async demand(): Promise<void> {
    if (performance.now() < this.#holdsUntil) return;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const askedAt = performance.now();
    if (await this.#hasUnread()) throw new DependencyAway('An agreement that was published has not been read yet.');
    this.#holdsUntil = askedAt + HOLDS_MILLISECONDS;
  }

  #hasUnread(): Promise<boolean> {
    const { topic } = agreementPublished;
    return this.#kafka.administer(async (admin) => {
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
