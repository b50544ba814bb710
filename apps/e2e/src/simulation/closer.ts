import { leadOutcome } from '@baton/contracts';
import type { Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { Outside } from '../system/outside.ts';
import type { Book } from './book.ts';
import type { Chance } from './chance.ts';

interface Deal {
  leadId: string;
  handoffNumber: number;
  channel: string;
}

const CURRENCY = 'RUB';

/** Tells what became of an SQL, over REST or as another system does over Kafka; of some, nothing. */
export class Closer {
  readonly #outside: Outside;
  readonly #producer: Producer;
  readonly #book: Book;

  constructor(outside: Outside, producer: Producer, book: Book) {
    this.#outside = outside;
    this.#producer = producer;
    this.#book = book;
  }

  async follow(handoffId: string, deal: Deal, chance: Chance): Promise<void> {
    const isSql = this.#book.stepsOf(handoffId).some(({ step }) => step.type === 'qualified');
    if (!isSql) return;
    const what = chance.weighted({ 'won-rest': 35, 'won-kafka': 20, 'lost-rest': 25, nothing: 20 });
    if (what === 'nothing') return;
    const outcome = what === 'lost-rest' ? ('lost' as const) : ('won' as const);
    const amount = outcome === 'won' ? chance.between(20, 90) * 1000 : 0;
    if (what === 'won-kafka') await this.#publish(deal, amount);
    else
      await this.#tell(
        handoffId,
        outcome === 'won' ? { outcome, amount, currency: CURRENCY } : { outcome, reason: 'price' },
      );
    this.#book.outcomes.push({ handoffId, leadId: deal.leadId, outcome, amount, channel: deal.channel });
  }

  async #tell(handoffId: string, body: object): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const call = { as: 'kirill', method: 'POST', body, headers } as const;
    const { status, text } = await this.#outside.insist('handoff', `/handoffs/${handoffId}/outcome`, call);
    if (status !== 202)
      this.#book.complain(`The outcome of ${handoffId} was answered ${status}: ${text.slice(0, 300)}`);
  }

  async #publish({ leadId, handoffNumber }: Deal, amount: number): Promise<void> {
    const at = new Date().toISOString();
    await this.#producer.send({
      topic: leadOutcome.topic,
      acks: -1,
      messages: [
        {
          key: leadId,
          headers: {
            'content-type': 'application/json',
            ce_specversion: '1.0',
            ce_id: `deal/${randomUUID()}`,
            ce_source: 'https://outside.example/deals',
            ce_type: leadOutcome.type,
            ce_time: at,
          },
          value: JSON.stringify({ outcome: 'won', leadId, handoffNumber, at, amount, currency: CURRENCY }),
        },
      ],
    });
  }
}
