/**
 * Remembers what was looked up for a short time. Simultaneous lookups of a key share one. Bounded, because anyone can
 * ask for any number of keys: the oldest entry makes room for the next.
 */
export class ExpiringCache<Value> {
  readonly #entries = new Map<string, { value: Promise<Value>; until: number }>();
  readonly #options: { milliseconds: number; entries: number };

  constructor(options: { milliseconds: number; entries: number }) {
    this.#options = options;
  }

  get(key: string, lookUp: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known && known.until > performance.now()) return known.value;
    // Deleted first, so that the entry moves to the end, where the youngest are.
    this.#entries.delete(key);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.#options.entries) this.#entries.delete(oldest);
    const entry = { value: lookUp(), until: performance.now() + this.#options.milliseconds };
    this.#entries.set(key, entry);
    // A failed lookup is tried again; the caller gets its error.
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry.value;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
