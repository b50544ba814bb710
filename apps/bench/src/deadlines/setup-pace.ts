/** The next setup may take longer, because it is slower the more handoffs are open. */
const SAFETY_FACTOR = 1.5;
const MAX_ATTEMPTS = 3;

/** Estimates how long a setup takes from how long the last one took. */
export class Pace {
  #perSecond: number;

  /** @param assumedPerSecond used for the first setup */
  constructor(assumedPerSecond: number) {
    this.#perSecond = assumedPerSecond;
  }

  /**
   * Chooses a time by the pace so far and sets up before it. Tries again with more time when it was too late.
   *
   * @param momentFrom returns a time that is not before the given one
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
      if (attempt === MAX_ATTEMPTS) throw new Error(`${count} could not be set up in time. The machine is too busy.`);
      await undo(result);
    }
  }
}
