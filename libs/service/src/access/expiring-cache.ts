import { BoundedMap } from '@baton/domain';

/** Remembers what was looked up for a short time. Simultaneous lookups of a key share one. */
export class ExpiringCache<Value> {
  /** Bounded, because anyone can ask for any number of keys. */
  readonly #entries: BoundedMap<string, { value: Promise<Value>; until: number }>;
  readonly #milliseconds: number;

  constructor(options: { milliseconds: number; entries: number }) {
    this.#entries = new BoundedMap(options.entries);
    this.#milliseconds = options.milliseconds;
  }

  get(key: string, lookUp: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known && known.until > performance.now()) return known.value;
    const entry = { value: lookUp(), until: performance.now() + this.#milliseconds };
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
