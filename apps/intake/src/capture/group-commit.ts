import { isDependencyAway, problems } from '@baton/service';

export interface GroupCommitOptions<Item, Answer> {
  /** Carries out the items in one transaction, and answers each in its place. */
  commit: (items: Item[]) => Promise<Answer[]>;
  largestGroup: number;
  groupsAtOnce: number;
  /** Above this many waiting, newcomers are sent away with a 503 instead of being answered ever later. */
  mostWaiting: number;
}

interface Waiting<Item, Answer> {
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
  #waiting: Waiting<Item, Answer>[] = [];
  #underWay = 0;
  #isPlanned = false;

  constructor(options: GroupCommitOptions<Item, Answer>) {
    this.#options = options;
  }

  submit(item: Item): Promise<Answer> {
    if (this.#waiting.length >= this.#options.mostWaiting) {
      return Promise.reject(
        problems.unavailable('More leads arrive than can be stored. Repeat the request shortly.', 1),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#plan();
    });
  }

  /** After the requests that were read from the sockets in this turn have joined. */
  #plan(): void {
    if (this.#isPlanned || this.#underWay >= this.#options.groupsAtOnce || this.#waiting.length === 0) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#underWay += 1;
      const group = this.#waiting.splice(0, this.#options.largestGroup);
      void this.#carryOut(group).finally(() => {
        this.#underWay -= 1;
        this.#plan();
      });
      this.#plan();
    });
  }

  async #carryOut(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#options.commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      if (group.length === 1 || isDependencyAway(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One of them is at fault: alone, each gets the answer that it would have had without the others.
      for (const single of group) await this.#carryOut([single]);
    }
  }
}
