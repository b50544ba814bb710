import { topics } from '@baton/contracts';
import type { InboundLead } from '@baton/contracts';
import type { Kafka, Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';
import { inboundMessage } from '../simulation/senders.ts';
import type { Outside } from '../system/outside.ts';
import type { Ledger, Quality } from './ledger.ts';

const LONGEST_INSISTING = 180_000;
const SHARE_BY_KAFKA = 0.3;
const SHARE_REPEATED = 0.15;

export interface StreamOptions {
  outside: Outside;
  kafka: Kafka;
  ledger: Ledger;
  chance: Chance;
  source: string;
  millisecondsBetween: number;
}

/** Leads that keep coming, by HTTP and by Kafka; each is sent again, with the same key, until it is taken. */
export class Stream {
  readonly #options: StreamOptions;
  readonly #producer: Producer;
  readonly #sending: Promise<void>[] = [];
  #open = true;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#producer = options.kafka.producer();
  }

  /** Runs until it is closed and all that was sent is taken. */
  async run(): Promise<void> {
    await this.#producer.connect();
    for (let index = 1; this.#open; index += 1) {
      this.#sending.push(this.#send(index));
      await pause(this.#options.millisecondsBetween);
    }
    await Promise.all(this.#sending);
    await this.#producer.disconnect();
  }

  close(): void {
    this.#open = false;
  }

  async #send(index: number): Promise<void> {
    const { chance, ledger, source } = this.#options;
    const email = `person.${index}@${source}.example.com`;
    const quality = chance.weighted<Quality>({ fitting: 8, 'content-only': 1, student: 1 });
    const door = chance.happens(SHARE_BY_KAFKA) ? 'kafka' : 'http';
    const repeat = chance.happens(SHARE_REPEATED);
    const body = leadOf(email, source, quality);
    try {
      const leadId = door === 'http' ? await this.#post(body, repeat) : await this.#produce(body, repeat);
      ledger.leads.push({ email, door, quality, ...(leadId !== undefined && { leadId }) });
    } catch (error) {
      ledger.book.complain(`${email} could not be handed in by ${door}: ${String(error)}`);
    }
  }

  async #post(body: InboundLead, repeat: boolean): Promise<string> {
    const { outside } = this.#options;
    const call = { as: 'marina', method: 'POST', body, headers: { 'idempotency-key': randomUUID() } } as const;
    const answer = await outside.insist('intake', '/leads', call);
    if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    const { leadId, signalId } = answer.body as { leadId: string; signalId: string };
    if (!repeat) return leadId;
    const again = await outside.insist('intake', '/leads', call);
    if (again.status === 202 && again.body.leadId === leadId && again.body.signalId === signalId) return leadId;
    throw new Error(`the same Idempotency-Key was answered ${again.status}: ${again.text.slice(0, 300)}`);
  }

  /** The same event again and again until the broker has it, as a careful producer does. */
  async #produce(body: InboundLead, repeat: boolean): Promise<undefined> {
    const message = inboundMessage('kafka-binary', body);
    const giveUpAt = Date.now() + LONGEST_INSISTING;
    for (let acknowledged = 0; acknowledged < (repeat ? 2 : 1);) {
      try {
        await this.#producer.send({ topic: topics.inbound.name, acks: -1, messages: [message] });
        acknowledged += 1;
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
        await pause(500);
      }
    }
  }
}

function leadOf(email: string, source: string, quality: Quality): InboundLead {
  const lead: InboundLead = { name: 'Somebody Synthetic', email, source, channel: 'referral', signal: 'request' };
  const profile = { company: { name: 'Synthetic Ltd', industry: 'software', employees: 80 }, country: 'US' };
  switch (quality) {
    case 'fitting':
      return { ...lead, ...profile, role: 'owner' };
    case 'content-only':
      return { ...lead, signal: 'content' };
    case 'student':
      return { ...lead, ...profile, role: 'student' };
  }
}
