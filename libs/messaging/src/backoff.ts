/** Delays that double from the first to the maximum, and start over after a success. */
export class Backoff {
  readonly #first: number;
  readonly #maximum: number;
  #failures = 0;

  constructor(firstMilliseconds: number, maximumMilliseconds: number) {
    this.#first = firstMilliseconds;
    this.#maximum = maximumMilliseconds;
  }

  /** True after a failure, until the next success. */
  get isRunning(): boolean {
    return this.#failures > 0;
  }

  next(): number {
    const delay = Math.min(this.#first * 2 ** this.#failures, this.#maximum);
    this.#failures += 1;
    return delay;
  }

  reset(): void {
    this.#failures = 0;
  }
}
