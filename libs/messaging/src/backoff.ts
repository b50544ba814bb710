/** Waits that double from `first` to `longest`, and begin again after a success. */
export class Backoff {
  readonly #first: number;
  readonly #maximum: number;
  #failures = 0;

  constructor(firstMilliseconds: number, longestMilliseconds: number) {
    this.#first = firstMilliseconds;
    this.#maximum = longestMilliseconds;
  }

  /** True from the first failure to the next success. */
  get isRunning(): boolean {
    return this.#failures > 0;
  }

  next(): number {
    const wait = Math.min(this.#first * 2 ** this.#failures, this.#maximum);
    this.#failures += 1;
    return wait;
  }

  reset(): void {
    this.#failures = 0;
  }
}
