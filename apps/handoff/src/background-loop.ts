import type { Logger } from '@baton/service';
import { setTimeout as pause } from 'node:timers/promises';

export interface BackgroundLoopOptions {
  /** One round. After one that answers 'over' there is no other. */
  round: () => Promise<'over' | void>;
  pauseMilliseconds: number;
  logger: Pick<Logger, 'warn'>;
  /** What is told of a round that failed; the next one tries again. */
  trouble: string;
}

/** Does the same work again and again beside the rest of the service, from its start to its end. */
export class BackgroundLoop {
  readonly #options: BackgroundLoopOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: BackgroundLoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the round in hand has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { round, pauseMilliseconds, logger, trouble } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        if ((await round()) === 'over') return;
      } catch (err) {
        logger.warn({ err }, trouble);
      }
      await pause(pauseMilliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }
}
