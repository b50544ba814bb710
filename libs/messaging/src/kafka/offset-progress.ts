/** Tracks up to which offset of a batch every message is processed, when messages finish out of order. */
export class OffsetProgress {
  readonly #offsets: string[];
  readonly #processed = new Set<string>();
  #processedFromStart = 0;

  /** Takes the offsets of a batch in their order. */
  constructor(offsets: string[]) {
    this.#offsets = offsets;
  }

  markProcessed(offset: string): void {
    this.#processed.add(offset);
  }

  /** The last offset up to which everything is processed; undefined if the first is not. */
  get committable(): string | undefined {
    const next = (): string | undefined => this.#offsets[this.#processedFromStart];
    for (let offset = next(); offset !== undefined && this.#processed.has(offset); offset = next()) {
      this.#processedFromStart += 1;
    }
    return this.#offsets[this.#processedFromStart - 1];
  }
}
