import { setTimeout as pause } from 'node:timers/promises';
import type { Tell } from '../measurement.ts';
import { atRate } from '../start/at-rate.ts';
import { dueAfter, dueOfOpening, dueTogether } from './agreements.ts';
import { LOOK_EVERY_MILLISECONDS } from './clockwork.ts';
import type { Clockwork } from './clockwork.ts';
import { lostOrDoubled } from './fallen.ts';
import type { Round } from './fallen.ts';
import type { Handoffs } from './handoffs.ts';
import { Pace } from './pace.ts';

/** Between the last start and the first deadline. */
const CALM_SECONDS = 6;
const MINUTE = 60_000;
const ASSUMED_PER_SECOND = 25;
const PATIENCE_MILLISECONDS = 20 * MINUTE;
/** With nothing more for so long, what is missing is lost. */
const silenceMilliseconds = MINUTE;

/** Handoffs whose acceptance falls due. */
export class HandoffClockwork implements Clockwork {
  readonly name = 'handoff';
  readonly #handoffs: Handoffs;
  readonly #tell: Tell;
  readonly #pace = new Pace(ASSUMED_PER_SECOND);

  constructor(handoffs: Handoffs, tell: Tell) {
    this.#handoffs = handoffs;
    this.#tell = tell;
  }

  /** Started at the rate at which they will fall due; ended afterwards, before their next owners are late as well. */
  async stream(perSecond: number, seconds: number): Promise<Round> {
    const version = await this.#handoffs.publish(dueAfter(seconds + CALM_SECONDS));
    const ids = await atRate(perSecond, seconds, () => this.#handoffs.begin(version));
    await pause((CALM_SECONDS + seconds) * 1000);
    const round = await this.#fallen(version, ids);
    await this.#handoffs.terminate(ids);
    return round;
  }

  async storm(count: number): Promise<Round> {
    const { version, ids, dueAt } = await this.#pace.before(
      count,
      (earliest) => Math.ceil(earliest / MINUTE) * MINUTE,
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
    const giveUpAt = Date.now() + PATIENCE_MILLISECONDS;
    let broken = 0;
    let lastSeen = Date.now();
    while (broken < ids.length && Date.now() < giveUpAt) {
      await pause(LOOK_EVERY_MILLISECONDS);
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
