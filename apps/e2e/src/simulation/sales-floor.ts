import type { Kafka, Producer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outside } from '../system/outside.ts';
import type { Book } from './book.ts';
import type { CastMember } from './cast.ts';
import { Chance } from './chance.ts';
import { Closer } from './closer.ts';
import { Desk, Over } from './desk.ts';
import { SIMULATED_SOURCE } from './short-agreement.ts';
import { stories } from './stories.ts';

interface HandoffRow {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  ownerId: string | null;
}

export interface FloorOptions {
  outside: Outside;
  kafka: Kafka;
  book: Book;
  /** Handoffs under this version of the agreement are ours. */
  version: number;
  members: readonly CastMember[];
}

const PAGE_SIZE = 200;

/** Sales at work: takes up each new handoff and lives its story; the team lead reassigns what nobody is eligible for. */
export class SalesFloor {
  readonly #options: FloorOptions;
  readonly #byEmail: Map<string, CastMember>;
  readonly #seen = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #reassigned = new Set<string>();
  readonly #producer: Producer;
  #open = true;

  constructor(options: FloorOptions) {
    this.#options = options;
    this.#byEmail = new Map(options.members.map((member) => [member.person.email, member]));
    this.#producer = options.kafka.producer();
  }

  /** How many handoffs have come, and which are being worked on. */
  get load(): { seen: number; running: string[] } {
    return {
      seen: this.#seen.size,
      running: [...this.#running].map((handoffId) => `${handoffId} (${this.#seen.get(handoffId)})`),
    };
  }

  /** Works until closed. */
  async work(): Promise<void> {
    await this.#producer.connect();
    while (this.#open) {
      await this.#takeUp();
      await this.#reassign();
      await pause(700);
    }
    await this.#producer.disconnect();
  }

  close(): void {
    this.#open = false;
  }

  async #takeUp(): Promise<void> {
    const { outside, version } = this.#options;
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const path = `/handoffs?source=${SIMULATED_SOURCE}&limit=${PAGE_SIZE}&offset=${offset}`;
      const { handoffs } = (await outside.read('handoff', path, 'olga')) as { handoffs: HandoffRow[] };
      const fresh = handoffs.filter((row) => row.agreementVersion === version && !this.#seen.has(row.handoffId));
      for (const row of fresh) {
        this.#seen.set(row.handoffId, '');
        this.#running.add(row.handoffId);
        void this.#live(row).finally(() => this.#running.delete(row.handoffId));
      }
      if (fresh.length < PAGE_SIZE / 2) return;
    }
  }

  async #live({ handoffId, leadId, handoffNumber }: HandoffRow): Promise<void> {
    const { outside, book } = this.#options;
    try {
      const { person } = await outside.read('intake', `/leads/${leadId}`, 'marina');
      const member = this.#byEmail.get(String(person?.email));
      const story = member?.stories[handoffNumber - 1];
      if (!member || !story) return book.complain(`${handoffId} belongs to nobody who was sent, or is one too many`);
      this.#seen.set(handoffId, story.name);
      book.stories.set(handoffId, story.name);
      const desk = new Desk({ handoffId, chance: story.chance, outside, book });
      await desk.until((view) => view.ownerId !== null, 30_000);
      await stories[story.name](desk).catch((error: unknown) => {
        if (!(error instanceof Over)) throw error;
      });
      const closer = new Closer(outside, this.#producer, book);
      await closer.follow(handoffId, { leadId, handoffNumber, channel: member.person.channel }, story.chance);
    } catch (error) {
      book.complain(`The story of ${handoffId} broke off: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** What nobody is eligible for goes to somebody by hand; what the world has abandoned, nobody looks after. */
  async #reassign(): Promise<void> {
    const { outside, book } = this.#options;
    const path = `/tickets?kind=nobody-eligible&limit=${PAGE_SIZE}`;
    const { tickets } = (await outside.read('handoff', path, 'tatiana')) as { tickets: { handoffId: string }[] };
    for (const { handoffId } of tickets) {
      const story = this.#seen.get(handoffId);
      if (!story || story === 'abandoned' || this.#reassigned.has(handoffId)) continue;
      const { ownerId, stage } = (await outside.read('handoff', `/handoffs/${handoffId}`, 'tatiana')) as {
        ownerId: string | null;
        stage: string;
      };
      if (stage === 'ended') continue;
      this.#reassigned.add(handoffId);
      const toPersonId = ownerId === 'clara' ? 'dmitri' : 'clara';
      const desk = new Desk({ handoffId, chance: new Chance(this.#reassigned.size), outside, book });
      await desk.give('tatiana', 'reassign', { toPersonId });
    }
  }
}
