import type { Lifecycle } from './lifecycle.ts';

const POLL_INTERVAL_MILLISECONDS = 10;
const TIMEOUT_MILLISECONDS = 60_000;

/** Looks for the owners of all workflows that wait for one with one query, so that looking costs next to nothing. */
export class OwnerLookup {
  readonly #lifecycle: Pick<Lifecycle, 'owners'>;
  readonly #pending = new Map<string, { resolve: (ownerId: string) => void; reject: (error: Error) => void }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(life: Pick<Lifecycle, 'owners'>) {
    this.#lifecycle = life;
  }

  ownerOf(workflowId: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error(`${workflowId} has written nothing within a minute`)),
        TIMEOUT_MILLISECONDS,
      );
      const settled = (): void => clearTimeout(patience);
      this.#pending.set(workflowId, {
        resolve: (ownerId) => (settled(), resolve(ownerId)),
        reject: (error) => (settled(), reject(error)),
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
