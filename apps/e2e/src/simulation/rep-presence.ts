import type { ApiClient } from '@baton/testing';
import { randomUUID } from 'node:crypto';

/** The reps of the demo team. */
const REPS = ['anna', 'boris', 'clara', 'dmitri'];
const INTERVAL_MILLISECONDS = 5_000;

/**
 * Brings back the reps who missed an acceptance: any command counts, even one that is refused. Otherwise
 * abandoned leads would leave nobody to take the queue.
 */
export class RepPresence {
  readonly #client: ApiClient;
  #shownAt = 0;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Does nothing more often than every five seconds. */
  async show(): Promise<void> {
    if (Date.now() - this.#shownAt < INTERVAL_MILLISECONDS) return;
    this.#shownAt = Date.now();
    for (const as of REPS) {
      const headers = { 'idempotency-key': randomUUID() };
      const path = `/handoffs/handoff-${randomUUID()}-1/open`;
      await this.#client.callUntilResponse('handoff', path, { as, method: 'POST', headers });
    }
  }
}
