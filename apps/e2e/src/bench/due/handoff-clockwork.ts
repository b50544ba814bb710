import { setTimeout as pause } from 'node:timers/promises';
import type { Tell } from '../measurement.ts';
import { atRate } from '../start/at-rate.ts';
import { dueAfter, dueOfOpening, dueTogether } from './agreements.ts';
import { lookEveryMilliseconds, type Clockwork } from './clockwork.ts';
import { lostOrDoubled, type Round } from './fallen.ts';
import type { Handoffs } from './handoffs.ts';
import { Pace } from './pace.ts';

/** Between the last start and the first deadline. */
const calmSeconds = 6;
const minute = 60_000;
const assumedPerSecond = 25;
const patienceMilliseconds = 20 * minute;
/** With nothing more for so long, what is missing is lost. */
const silenceMilliseconds = minute;

/** Handoffs whose acceptance falls due. */
export class HandoffClockwork implements Clockwork {
  readonly name = 'handoff';
  readonly #handoffs: Handoffs;
  readonly #tell: Tell;
  readonly #pace = new Pace(assumedPerSecond);

  constructor(handoffs: Handoffs, tell: Tell) {
    this.#handoffs = handoffs;
    this.#tell = tell;
  }

  /** Started at the rate at which they will fall due; ended afterwards, before their next owners are late as well. */
  async stream(perSecond: number, seconds: number): Promise<Round> {
    const version = await this.#handoffs.publish(dueAfter(seconds + calmSeconds));
    const ids = await atRate(perSecond, seconds, () => this.#handoffs.begin(version));
    await pause((calmSeconds + seconds) * 1000);
    const round = await this.#fallen(version, ids);
    await this.#handoffs.terminate(ids);
    return round;
  }

  async storm(count: number): Promise<Round> {
    const { version, ids, dueAt } = await this.#pace.before(
      count,
      (earliest) => Math.ceil(earliest / minute) * minute,
      async (opensAt) => {
        const version = await this.#handoffs.publish(dueTogether(opensAt));
        const ids = await this.#handoffs.open(version, count, this.#tell);
        await this.#handoffs.settled();
        return { version, ids, dueAt: dueOfOpening(opensAt) };
      },
      ({ ids }) => this.#handoffs.terminate(ids),
    );
    await pause(dueAt - Date.now());
    return this.#fallen(version, ids);
  }

  async #fallen(version: number, ids: readonly string[]): Promise<Round> {
    const giveUpAt = Date.now() + patienceMilliseconds;
    let broken = 0;
    let lastSeen = Date.now();
    while (broken < ids.length && Date.now() < giveUpAt) {
      await pause(lookEveryMilliseconds);
      const now = await this.#handoffs.broken(version);
      if (now > broken || now === 0) lastSeen = Date.now();
      broken = now;
      if (Date.now() - lastSeen > silenceMilliseconds) break;
    }
    const breaches = await this.#handoffs.breaches(version);
    const wrong = lostOrDoubled(ids, breaches);
    if (wrong !== undefined) throw new Error(`Breaches of handoffs: ${wrong}`);
    const first = new Map(breaches.toReversed().map((breach) => [breach.id, breach]));
    return { set: ids.length, fallen: [...first.values()] };
  }
}
