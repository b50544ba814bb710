import { isDependencyUnavailable, problems } from '@baton/service';

export interface GroupCommitOptions<Item, Answer> {
  /** Carries out the items in one transaction, and answers each in its place. */
  commit: (items: Item[]) => Promise<Answer[]>;
  maxGroupSize: number;
  maxConcurrentGroups: number;
  /** Above this many waiting, newcomers are sent away with a 503 instead of being answered ever later. */
  maxQueued: number;
}

interface QueuedItem<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (reason: unknown) => void;
}

/**
 * Those who arrive while a transaction is under way share the next one, so that many pay for one commit. A lone one
 * does not wait for company.
 */
export class GroupCommit<Item, Answer> {
  readonly #options: GroupCommitOptions<Item, Answer>;
  #queue: QueuedItem<Item, Answer>[] = [];
  #running = 0;
  #isScheduled = false;

  constructor(options: GroupCommitOptions<Item, Answer>) {
    this.#options = options;
  }

  submit(item: Item): Promise<Answer> {
    if (this.#queue.length >= this.#options.maxQueued) {
      return Promise.reject(
        problems.unavailable('More leads arrive than can be stored. Repeat the request shortly.', 1),
      );
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  /** After the requests that were read from the sockets in this turn have joined. */
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

  async #commitGroup(group: QueuedItem<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#options.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      if (group.length === 1 || isDependencyUnavailable(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One of them is at fault: alone, each gets the answer that it would have had without the others.
      for (const single of group) await this.#commitGroup([single]);
    }
  }
}
