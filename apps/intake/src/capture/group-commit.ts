import { isDependencyUnavailable } from '@baton/messaging';
import { problems } from '@baton/service';

export interface GroupCommitOptions<Item, Result> {
  /** Commits the items in one transaction and returns one result per item, in the same order. */
  commit: (items: Item[]) => Promise<Result[]>;
  maxGroupSize: number;
  maxConcurrentGroups: number;
  /** When the queue is full, new items are rejected with 503, so that response times stay bounded. */
  maxQueued: number;
}

interface QueuedItem<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Items that arrive while a transaction is running share the next one, so that one commit serves many requests. A
 * single item is committed immediately.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>;
  #queue: QueuedItem<Item, Result>[] = [];
  #running = 0;
  #isScheduled = false;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options;
  }

  submit(item: Item): Promise<Result> {
    if (this.#queue.length >= this.#options.maxQueued) {
      return Promise.reject(
        problems.unavailable('Leads are arriving faster than they can be stored. Repeat the request shortly.', 1),
      );
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  /** Waits for setImmediate, so that all requests read from the sockets in this turn join the group. */
  #schedule(): void {
    if (this.#isScheduled || this.#running >= this.#options.maxConcurrentGroups || this.#queue.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#running += 1;
      const group = this.#queue.splice(0, this.#options.maxGroupSize);
      void this.#commitGroup(group).finally(() => {
        this.#running -= 1;
        this.#schedule();
      });
      this.#schedule();
    });
  }

  async #commitGroup(group: QueuedItem<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (group.length === 1 || isDependencyUnavailable(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One bad item must not fail the others, so each is committed alone.
      for (const single of group) await this.#commitGroup([single]);
    }
  }
}
