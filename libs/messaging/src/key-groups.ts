import type { FetchedMessage } from './kafka-records.ts';

/**
 * The messages of a batch by key, to be claimed by lanes that work side by side. One key is claimed by one lane only,
 * so its messages are handled in their order; messages without a key have none, and stand alone.
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

  /** Whole keys, until there are `atLeast` messages; none when all keys are claimed. */
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

/** Knows up to which offset everything is done, when messages are done out of order. */
export class OffsetProgress {
  readonly #offsets: string[];
  readonly #markDone = new Set<string>();
  #committableOffset = 0;

  /** Takes the offsets of a batch in their order. */
  constructor(offsets: string[]) {
    this.#offsets = offsets;
  }

  done(offset: string): void {
    this.#markDone.add(offset);
  }

  /** The last offset before which nothing is undone; undefined while the first is. */
  get reached(): string | undefined {
    for (
      let offset = this.#offsets[this.#committableOffset];
      offset !== undefined;
      offset = this.#offsets[this.#committableOffset]
    ) {
      if (!this.#markDone.has(offset)) break;
      this.#committableOffset += 1;
    }
    return this.#offsets[this.#committableOffset - 1];
  }

  get isComplete(): boolean {
    return this.reached === this.#offsets.at(-1);
  }
}
