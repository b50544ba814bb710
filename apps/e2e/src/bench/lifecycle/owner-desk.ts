import type { Life } from './life.ts';

const LOOK_EVERY_MILLISECONDS = 10;
const PATIENCE_MILLISECONDS = 60_000;

/** Looks for the owners of all workflows that wait for one with one query, so that looking costs next to nothing. */
export class OwnerDesk {
  readonly #life: Pick<Life, 'owners'>;
  readonly #waiting = new Map<string, { resolve: (ownerId: string) => void; reject: (error: Error) => void }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(life: Pick<Life, 'owners'>) {
    this.#life = life;
  }

  ownerOf(workflowId: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error(`${workflowId} has written nothing within a minute`)),
        PATIENCE_MILLISECONDS,
      );
      const settled = (): void => clearTimeout(patience);
      this.#waiting.set(workflowId, {
        resolve: (ownerId) => (settled(), resolve(ownerId)),
        reject: (error) => (settled(), reject(error)),
      });
      if (this.#timer === undefined) this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MILLISECONDS);
    });
  }

  async #look(): Promise<void> {
    try {
      for (const [workflowId, ownerId] of await this.#life.owners([...this.#waiting.keys()])) {
        this.#waiting.get(workflowId)?.resolve(ownerId);
        this.#waiting.delete(workflowId);
      }
    } catch (error) {
      for (const { reject } of this.#waiting.values()) reject(error as Error);
      this.#waiting.clear();
    }
    this.#timer = this.#waiting.size > 0 ? setTimeout(() => void this.#look(), LOOK_EVERY_MILLISECONDS) : undefined;
  }
}
