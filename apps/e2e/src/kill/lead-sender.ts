import { topics } from '@baton/contracts';
import type { InboundLead } from '@baton/contracts';
import type { Kafka, Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient, SeededRandom } from '@baton/testing';
import { inboundMessage } from '../simulation/signal-sender.ts';
import type { Ledger, Quality } from './ledger.ts';

const RETRY_TIMEOUT_MILLISECONDS = 180_000;
/** All leads of a company go to one owner, so with a single company one person would get every lead. */
const PEOPLE_PER_COMPANY = 3;
const KAFKA_SHARE = 0.3;
const REPEATED_SHARE = 0.15;

export interface LeadSenderOptions {
  client: ApiClient;
  kafka: Kafka;
  ledger: Ledger;
  random: SeededRandom;
  source: string;
  millisecondsBetween: number;
}

/** Sends leads over HTTP and Kafka, and repeats each with the same key until it is accepted. */
export class LeadSender {
  readonly #options: LeadSenderOptions;
  readonly #producer: Producer;
  readonly #sending: Promise<void>[] = [];
  #open = true;

  constructor(options: LeadSenderOptions) {
    this.#options = options;
    this.#producer = options.kafka.producer();
  }

  /** Runs until it is closed and all sent leads are accepted. */
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
    const { random, ledger, source } = this.#options;
    const email = `person.${index}@${source}-${Math.floor(index / PEOPLE_PER_COMPANY)}.example`;
    const quality = random.weighted<Quality>({ fitting: 8, 'content-only': 1, student: 1 });
    const entryPoint = random.chance(KAFKA_SHARE) ? 'kafka' : 'http';
    const repeat = random.chance(REPEATED_SHARE);
    const body = leadBody(email, source, quality);
    try {
      const leadId = entryPoint === 'http' ? await this.#post(body, repeat) : await this.#publish(body, repeat);
      ledger.leads.push({ email, entryPoint, quality, ...(leadId !== undefined && { leadId }) });
    } catch (error) {
      ledger.actions.recordUnexpected(`${email} could not be sent by ${entryPoint}: ${String(error)}`);
    }
  }

  async #post(body: InboundLead, repeat: boolean): Promise<string> {
    const { client } = this.#options;
    const call = { as: 'marina', method: 'POST', body, headers: { 'idempotency-key': randomUUID() } } as const;
    const response = await client.callUntilResponse('intake', '/leads', call);
    if (response.status !== 202) throw new Error(`status ${response.status}: ${response.text.slice(0, 300)}`);
    const { leadId, signalId } = response.body as { leadId: string; signalId: string };
    if (!repeat) return leadId;
    const again = await client.callUntilResponse('intake', '/leads', call);
    if (again.status === 202 && again.body.leadId === leadId && again.body.signalId === signalId) return leadId;
    throw new Error(`the same Idempotency-Key got status ${again.status}: ${again.text.slice(0, 300)}`);
  }

  /** Sends the same event until the broker acknowledges it. */
  async #publish(body: InboundLead, repeat: boolean): Promise<undefined> {
    const message = inboundMessage('kafka-binary', body);
    const giveUpAt = Date.now() + RETRY_TIMEOUT_MILLISECONDS;
    for (let acknowledged = 0; acknowledged < (repeat ? 2 : 1);) {
      try {
        await this.#producer.send({ topic: topics.inboundLeads.name, acks: -1, messages: [message] });
        acknowledged += 1;
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
        await pause(500);
      }
    }
  }
}

function leadBody(email: string, source: string, quality: Quality): InboundLead {
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
