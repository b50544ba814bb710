/** The next ones may take longer: the more are open, the slower it goes. */
const SAFETY_FACTOR = 1.5;
const MAX_ATTEMPTS = 3;

/** How long setting up will take, by how long it took last time. */
export class Pace {
  #perSecond: number;

  /** @param assumedPerSecond before anything was set up */
  constructor(assumedPerSecond: number) {
    this.#perSecond = assumedPerSecond;
  }

  /**
   * Sets up before a moment that is chosen by the pace so far; again, more slowly, when it came too early.
   *
   * @param momentFrom the moment, not before the given one
   */
  async setUpBefore<Result>(
    count: number,
    momentFrom: (earliest: number) => number,
    setUp: (moment: number) => Promise<Result>,
    undo: (result: Result) => Promise<void>,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      const begin = Date.now();
      const moment = momentFrom(begin + (count / this.#perSecond) * SAFETY_FACTOR * 1000);
      const result = await setUp(moment);
      this.#perSecond = (count * 1000) / (Date.now() - begin);
      if (Date.now() < moment) return result;
      if (attempt === MAX_ATTEMPTS)
        throw new Error(`${count} could not be set up in time: this machine is too busy for them`);
      await undo(result);
    }
  }
}
