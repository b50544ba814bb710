import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from './logging/logger.ts';

export interface BackgroundLoopOptions {
  /** One round. After one that answers 'more' the next begins at once, after one that answers 'done' there is none. */
  round: () => Promise<'more' | 'done' | void>;
  pauseMilliseconds: number;
  logger: Pick<Logger, 'warn'>;
  /** What is told of a round that failed; the next one tries again. */
  failureMessage: string;
}

/** Does the same work again and again beside the rest of the service, from its start to its end. */
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

  /** There is something to do: the pause ends, or the one after the round in hand is left out. */
  nudge(): void {
    this.#isNudged = true;
    this.#endPause();
  }

  /** Resolves when the round in hand has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#endPause();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { round, logger, failureMessage: trouble } = this.#options;
    while (!this.#stopping.signal.aborted) {
      this.#isNudged = false;
      try {
        const next = await round();
        if (next === 'done') return;
        if (next === 'more') continue;
      } catch (err) {
        logger.warn({ err }, trouble);
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
