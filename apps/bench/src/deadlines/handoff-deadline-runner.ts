import { MINUTE } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReportProgress } from '../measurement.ts';
import { runAtRate } from '../run-at-rate.ts';
import { dueAfter, dueAfterOpening, dueTogether } from './bench-agreements.ts';
import { POLL_INTERVAL_MILLISECONDS } from './deadline-runner.ts';
import type { DeadlineRunner } from './deadline-runner.ts';
import { lostOrDuplicated } from './fired-deadlines.ts';
import type { Round } from './fired-deadlines.ts';
import type { BenchHandoffs } from './bench-handoffs.ts';
import { Pace } from './setup-pace.ts';

/** The time between the last start and the first deadline. */
const SETUP_MARGIN_SECONDS = 6;
const ASSUMED_PER_SECOND = 25;
const TIMEOUT_MILLISECONDS = 20 * MINUTE;
/** If no breach is added for this long, the missing ones count as lost. */
const IDLE_TIMEOUT_MILLISECONDS = MINUTE;

/** Deadlines of handoffs whose acceptance falls due. */
export class HandoffDeadlineRunner implements DeadlineRunner {
  readonly name = 'handoff';
  readonly #handoffs: BenchHandoffs;
  readonly #report: ReportProgress;
  readonly #pace = new Pace(ASSUMED_PER_SECOND);

  constructor(handoffs: BenchHandoffs, report: ReportProgress) {
    this.#handoffs = handoffs;
    this.#report = report;
  }

  /** Starts handoffs at the rate of their deadlines, and terminates them before their next owners are late too. */
  async stream(perSecond: number, seconds: number): Promise<Round> {
    const version = await this.#handoffs.publish(dueAfter(seconds + SETUP_MARGIN_SECONDS));
    const ids = await runAtRate(perSecond, seconds, () => this.#handoffs.start(version));
    await pause((SETUP_MARGIN_SECONDS + seconds) * 1000);
    const round = await this.#waitForBreaches(version, ids);
    await this.#handoffs.terminate(ids);
    return round;
  }

  async storm(count: number): Promise<Round> {
    const { version, ids, dueAt } = await this.#pace.setUpBefore(
      count,
      (earliest) => Math.ceil(earliest / MINUTE) * MINUTE,
      async (opensAt) => {
        const version = await this.#handoffs.publish(dueTogether(opensAt));
        const ids = await this.#handoffs.openMany(version, count, this.#report);
        await this.#handoffs.waitUntilIdle();
        return { version, ids, dueAt: dueAfterOpening(opensAt) };
      },
      ({ ids }) => this.#handoffs.terminate(ids),
    );
    await pause(dueAt - Date.now());
    return this.#waitForBreaches(version, ids);
  }

  async #waitForBreaches(version: number, ids: readonly string[]): Promise<Round> {
    const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS;
    let broken = 0;
    let lastSeen = Date.now();
    while (broken < ids.length && Date.now() < giveUpAt) {
      await pause(POLL_INTERVAL_MILLISECONDS);
      const now = await this.#handoffs.countBroken(version);
      if (now > broken || now === 0) lastSeen = Date.now();
      broken = now;
      if (Date.now() - lastSeen > IDLE_TIMEOUT_MILLISECONDS) break;
    }
    const breaches = await this.#handoffs.breaches(version);
    const wrong = lostOrDuplicated(ids, breaches);
    if (wrong !== undefined) throw new Error(`Breaches of handoffs: ${wrong}`);
    const first = new Map(breaches.toReversed().map((breach) => [breach.id, breach]));
    return { scheduled: ids.length, fired: [...first.values()] };
  }
}
