import { BoundedMap } from '@baton/domain';

const MINUTE_MILLISECONDS = 60_000;
/** The key that was counted least recently is forgotten first, so that no number of callers fills the memory. */
const MAXIMUM_TRACKED = 10_000;

/**
 * Limits how often each key may do something: a full minute's number in one burst, then evenly. Libraries for this either count a
 * request before its outcome is known, or keep every key in memory.
 */
export class RateLimit {
  readonly #intervalMilliseconds: number;
  readonly #clock: () => number;
  /** When the allowance of each key is whole again. */
  readonly #wholeAt = new BoundedMap<string, number>(MAXIMUM_TRACKED);

  /** @param perMinute 0 means no limit */
  constructor(perMinute: number, clock: () => number = () => performance.now()) {
    this.#intervalMilliseconds = perMinute === 0 ? 0 : MINUTE_MILLISECONDS / perMinute;
    this.#clock = clock;
  }

  /** Whole seconds until the key is below its limit again; 0 when it is. */
  secondsToWait(key: string): number {
    const excess = this.#next(key) - MINUTE_MILLISECONDS - this.#clock();
    // The sum of many intervals is not exact.
    return excess > 1e-3 ? Math.ceil(excess / 1000) : 0;
  }

  count(key: string): void {
    if (this.#intervalMilliseconds > 0) this.#wholeAt.set(key, this.#next(key));
  }

  /** Counts one, unless the key has reached its limit: then nothing is counted, and the result is the seconds to wait. */
  take(key: string): number {
    const seconds = this.secondsToWait(key);
    if (seconds === 0) this.count(key);
    return seconds;
  }

  /** When the allowance would be whole again after one more. */
  #next(key: string): number {
    return Math.max(this.#wholeAt.get(key) ?? 0, this.#clock()) + this.#intervalMilliseconds;
  }
}
