import { setTimeout as pause } from 'node:timers/promises';
import { POLL_INTERVAL_MILLISECONDS } from './deadline-runner.ts';
import type { DeadlineRunner } from './deadline-runner.ts';
import type { FiredDeadline, Round } from './fired-deadlines.ts';
import { Pace } from './setup-pace.ts';

/** A peer stores due times and writes a row for each when it comes. */
export interface Peer {
  readonly name: string;
  /** How long the peer may take after the last due time. What is not done by then is reported. */
  readonly timeoutSeconds: number;
  /** How many can be set up per second, before that was measured. */
  readonly assumedPerSecond: number;
  /** Returns the name of the series. */
  schedule(dues: readonly number[]): Promise<string>;
  /** The number of processed deadlines. Must be cheap, since it is polled during the measurement. */
  countFired(series: string): Promise<number>;
  fired(series: string): Promise<FiredDeadline[]>;
}

const SETUP_MARGIN_MILLISECONDS = 3000;
const TOLERATED_UNREADY_SHARE = 0.05;

/** Runs a peer as the handoffs are run: all deadlines are set up before the first falls due. */
export class PeerDeadlineRunner implements DeadlineRunner {
  readonly #peer: Peer;
  readonly #pace: Pace;

  constructor(peer: Peer) {
    this.#peer = peer;
    this.#pace = new Pace(peer.assumedPerSecond);
  }

  get name(): string {
    return this.#peer.name;
  }

  stream(perSecond: number, seconds: number): Promise<Round> {
    const count = perSecond * seconds;
    return this.#run(count, (first) => Array.from({ length: count }, (_, index) => first + (index * 1000) / perSecond));
  }

  storm(count: number): Promise<Round> {
    return this.#run(count, (due) => Array.from({ length: count }, () => due));
  }

  async #run(count: number, duesFrom: (first: number) => number[]): Promise<Round> {
    const { series, dues } = await this.#pace.setUpBefore(
      count,
      (earliest) => Math.round(earliest + SETUP_MARGIN_MILLISECONDS),
      async (first) => {
        const dues = duesFrom(first);
        return { series: await this.#peer.schedule(dues), dues };
      },
      // Deadlines of a failed attempt need no clean-up.
      async () => undefined,
    );
    const last = dues.at(-1) ?? Date.now();
    const giveUpAt = last + this.#peer.timeoutSeconds * 1000;
    await pause(Math.max(0, last - Date.now()));
    while ((await this.#peer.countFired(series)) < count && Date.now() < giveUpAt)
      await pause(POLL_INTERVAL_MILLISECONDS);
    const fired = await this.#peer.fired(series);
    // A deadline that was set up after its due time says nothing about lateness.
    const ready = fired.filter(({ dueAt, readyAt = 0 }) => readyAt <= dueAt);
    const unready = fired.length - ready.length;
    if (unready > count * TOLERATED_UNREADY_SHARE) {
      throw new Error(`${unready} of "${this.name}" were not set up before they were due. The machine is too busy.`);
    }
    return { scheduled: count - unready, fired: ready };
  }
}
