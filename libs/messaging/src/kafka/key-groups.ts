import type { FetchedMessage } from './kafka-records.ts';

/**
 * The messages of a batch, grouped by key, for lanes that work in parallel. A key is claimed by one lane only, so its
 * messages are processed in order. A message without a key has no order and forms its own group.
 */
export class KeyGroups {
  readonly #groups: FetchedMessage[][];
  #next = 0;

  constructor(messages: FetchedMessage[]) {
    const groups = Map.groupBy(messages, ({ received, offset }) => received.key ?? { offset });
    this.#groups = [...groups.values()];
  }

  get size(): number {
    return this.#groups.length;
  }

  /** Claims whole keys until there are `atLeast` messages; returns none once all keys are claimed. */
  claim(atLeast: number): FetchedMessage[] {
    const claimed: FetchedMessage[] = [];
    while (claimed.length < atLeast) {
      const group = this.#groups[this.#next];
      if (group === undefined) break;
      this.#next += 1;
      claimed.push(...group);
    }
    return claimed;
  }
}
