import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from './logging/logger.ts';

export interface BackgroundLoopOptions {
  /** Returns 'more' to be called again without a pause, 'done' to end the loop, and nothing to be called after a pause. */
  round: () => Promise<'more' | 'done' | void>;
  pauseMilliseconds: number;
  logger: Pick<Logger, 'warn'>;
  /** Logged with the error when a round fails; the next round tries again. */
  failureMessage: string;
}

/** Repeats a piece of work in the background, from the start of the service to its shutdown. */
export class BackgroundLoop {
  readonly #options: BackgroundLoopOptions;
  readonly #stopping = new AbortController();
  #isNudged = false;
  #endPause: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: BackgroundLoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends the current pause, or skips the one after the round in progress, because there is work to do. */
  nudge(): void {
    this.#isNudged = true;
    this.#endPause();
  }

  /** Resolves when the round in progress has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#endPause();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { round, logger, failureMessage } = this.#options;
    while (!this.#stopping.signal.aborted) {
      this.#isNudged = false;
      try {
        const next = await round();
        if (next === 'done') return;
        if (next === 'more') continue;
      } catch (err) {
        logger.warn({ err }, failureMessage);
      }
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    if (this.#isNudged || this.#stopping.signal.aborted) return;
    const woken = new AbortController();
    this.#endPause = () => woken.abort();
    await pause(this.#options.pauseMilliseconds, undefined, { signal: woken.signal }).catch(() => undefined);
  }
}
