import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';
import { Desk, Over } from '../simulation/desk.ts';
import type { Outside } from '../system/outside.ts';
import type { Ledger } from './ledger.ts';

const LONGEST_WAIT_FOR_OWNER = 240_000;

type Story = 'sold' | 'returned' | 'called' | 'accepted' | 'ignored';
/** Most come to an end; some stay open, so that their workflows can be asked at the end. */
const stories: Record<Story, number> = { sold: 5, returned: 3, called: 2, accepted: 1, ignored: 1 };

/** People of sales, who take up each handoff of the run and command with Idempotency-Keys until they are answered. */
export class Reps {
  readonly #outside: Outside;
  readonly #ledger: Ledger;
  readonly #chance: Chance;
  readonly #source: string;
  readonly #working: Promise<void>[] = [];
  readonly #seen = new Set<string>();
  #open = true;

  constructor(options: { outside: Outside; ledger: Ledger; chance: Chance; source: string }) {
    this.#outside = options.outside;
    this.#ledger = options.ledger;
    this.#chance = options.chance;
    this.#source = options.source;
  }

  /** Looks for new handoffs until it is closed and as many as expected were found, or too long. Then ends their stories. */
  async run(expected: () => number): Promise<void> {
    let giveUpAt = Number.POSITIVE_INFINITY;
    while (this.#open || (this.#seen.size < expected() && Date.now() < giveUpAt)) {
      await this.#takeUp();
      if (!this.#open && giveUpAt === Number.POSITIVE_INFINITY) giveUpAt = Date.now() + LONGEST_WAIT_FOR_OWNER;
      await pause(700);
    }
    await Promise.all(this.#working);
  }

  close(): void {
    this.#open = false;
  }

  async #takeUp(): Promise<void> {
    const path = `/handoffs?source=${this.#source}&open=true&limit=200`;
    for (let offset = 0; ; offset += 200) {
      const { handoffs } = (await this.#outside.read('handoff', `${path}&offset=${offset}`, 'olga')) as {
        handoffs: { handoffId: string }[];
      };
      for (const { handoffId } of handoffs) {
        if (this.#seen.has(handoffId)) continue;
        this.#seen.add(handoffId);
        this.#working.push(this.#live(handoffId));
      }
      if (handoffs.length < 200) return;
    }
  }

  async #live(handoffId: string): Promise<void> {
    const { book } = this.#ledger;
    const chance = this.#chance.apart();
    const story = chance.weighted(stories);
    const desk = new Desk({ handoffId, chance, outside: this.#outside, book });
    try {
      if (!(await desk.until(({ ownerId }) => ownerId !== null, LONGEST_WAIT_FOR_OWNER))) return;
      await this.#tell(story, desk);
    } catch (error) {
      if (!(error instanceof Over)) book.complain(`The story of ${handoffId} (${story}) broke off: ${String(error)}`);
    }
  }

  async #tell(story: Story, desk: Desk): Promise<void> {
    if (story === 'ignored') return;
    await desk.takeTime(100, 4000);
    await desk.open();
    await desk.accept();
    if (story === 'accepted') return;
    await desk.takeTime(100, 3000);
    await desk.touch(story === 'sold' ? 'reached' : 'no-answer');
    await desk.takeTime(100, 3000);
    switch (story) {
      case 'called':
        return void (await desk.note('Call again after lunch.'));
      case 'returned':
        if (await desk.giveBack('no-need', { kind: 'call-record', reference: 'call-1' })) await desk.acceptReturn();
        return;
      case 'sold':
        return void (await desk.qualify());
    }
  }
}
