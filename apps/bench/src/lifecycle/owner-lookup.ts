import type { Lifecycle } from './lifecycle.ts';

const POLL_INTERVAL_MILLISECONDS = 10;
const TIMEOUT_MILLISECONDS = 60_000;

/** Finds the owners of all waiting workflows with one query, so that waiting costs little processor time. */
export class OwnerLookup {
  readonly #lifecycle: Pick<Lifecycle, 'owners'>;
  readonly #pending = new Map<string, { resolve: (ownerId: string) => void; reject: (error: Error) => void }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(lifecycle: Pick<Lifecycle, 'owners'>) {
    this.#lifecycle = lifecycle;
  }

  ownerOf(workflowId: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(
        () => reject(new Error(`${workflowId} has no owner after a minute`)),
        TIMEOUT_MILLISECONDS,
      );
      const clear = (): void => clearTimeout(timeout);
      this.#pending.set(workflowId, {
        resolve: (ownerId) => (clear(), resolve(ownerId)),
        reject: (error) => (clear(), reject(error)),
      });
      if (this.#timer === undefined) this.#timer = setTimeout(() => void this.#poll(), POLL_INTERVAL_MILLISECONDS);
    });
  }

  async #poll(): Promise<void> {
    try {
      for (const [workflowId, ownerId] of await this.#lifecycle.owners([...this.#pending.keys()])) {
        this.#pending.get(workflowId)?.resolve(ownerId);
        this.#pending.delete(workflowId);
      }
    } catch (error) {
      for (const { reject } of this.#pending.values()) reject(error as Error);
      this.#pending.clear();
    }
    this.#timer = this.#pending.size > 0 ? setTimeout(() => void this.#poll(), POLL_INTERVAL_MILLISECONDS) : undefined;
  }
}
