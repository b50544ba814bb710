import { setTimeout as pause } from 'node:timers/promises';
import { POLL_INTERVAL_MILLISECONDS } from './deadline-runner.ts';
import type { DeadlineRunner } from './deadline-runner.ts';
import type { FiredDeadline, Round } from './fired-deadlines.ts';
import { Pace } from './setup-pace.ts';

/** A peer keeps moments and, when they come, writes a row each. */
export interface Peer {
  readonly name: string;
  /** How long it may go on after the last due moment; what is then not done is told as such. */
  readonly timeoutSeconds: number;
  /** How many can be set up a second, until it is known. */
  readonly assumedPerSecond: number;
  /** Answers by what name this series is found again. */
  schedule(dues: readonly number[]): Promise<string>;
  /** How many of it are done; cheap enough to be asked while the others are. */
  countFired(series: string): Promise<number>;
  fired(series: string): Promise<FiredDeadline[]>;
}

const SETUP_MARGIN_MILLISECONDS = 3000;
const TOLERATED_UNREADY_SHARE = 0.05;

/** A peer, set up as the handoffs are: all moments before the first of them comes. */
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
      // They come and go by themselves.
      async () => undefined,
    );
    const last = dues.at(-1) ?? Date.now();
    const giveUpAt = last + this.#peer.timeoutSeconds * 1000;
    await pause(Math.max(0, last - Date.now()));
    while ((await this.#peer.countFired(series)) < count && Date.now() < giveUpAt)
      await pause(POLL_INTERVAL_MILLISECONDS);
    const fallen = await this.#peer.fired(series);
    // What began after its own due moment says nothing about how late its clock is.
    const ready = fallen.filter(({ dueAt, readyAt = 0 }) => readyAt <= dueAt);
    const unready = fallen.length - ready.length;
    if (unready > count * TOLERATED_UNREADY_SHARE) {
      throw new Error(`${unready} of "${this.name}" were not ready before they were due: this machine is too busy`);
    }
    return { scheduled: count - unready, fired: ready };
  }
}
