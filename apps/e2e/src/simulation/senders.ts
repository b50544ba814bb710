import { topics } from '@baton/contracts';
import type { Kafka, Message, Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outside } from '../system/outside.ts';
import type { Book } from './book.ts';
import type { CastMember, Door, PlannedSignal } from './cast.ts';

/** Then the rest comes, whatever the state of the system. */
const LONGEST_SENDING = 600_000;

/** The message of one lead in one of the three forms that the open topic takes. */
export function inboundMessage(form: Exclude<Door, 'http'>, body: unknown, id: string = randomUUID()): Message {
  const attributes = { specversion: '1.0', id, source: 'https://outside.example/forms', type: 'com.example.lead' };
  switch (form) {
    case 'kafka-binary':
      return {
        headers: {
          'content-type': 'application/json',
          ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value])),
        },
        value: JSON.stringify(body),
      };
    case 'kafka-structured':
      return {
        headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
        value: JSON.stringify({ ...attributes, datacontenttype: 'application/json', data: body }),
      };
    case 'kafka-bare':
      return { value: JSON.stringify(body) };
  }
}

/** Sends what the cast does, each at its moment, and keeps the book. */
export class Senders {
  readonly #outside: Outside;
  readonly #producer: Producer;
  readonly #book: Book;

  constructor(outside: Outside, kafka: Kafka, book: Book) {
    this.#outside = outside;
    this.#producer = kafka.producer();
    this.#book = book;
  }

  /** Resolves when everything is sent. Nobody comes while there is no room: a slow machine gets a slower world, not a flood. */
  async sendAll(members: readonly CastMember[], hasRoom: () => boolean): Promise<void> {
    const planned = members.flatMap((member) => member.signals.map((signal) => ({ member, signal })));
    planned.sort((a, b) => a.signal.at - b.signal.at);
    let begin = Date.now();
    const giveUpAt = begin + LONGEST_SENDING;
    await this.#producer.connect();
    const sent: Promise<void>[] = [];
    for (const { member, signal } of planned) {
      await pause(Math.max(0, begin + signal.at - Date.now()));
      const since = Date.now();
      while (!hasRoom() && Date.now() < giveUpAt) await pause(200);
      begin += Date.now() - since;
      sent.push(this.#send(member, signal));
    }
    await Promise.all(sent);
    await this.#producer.disconnect();
  }

  async #send(member: CastMember, signal: PlannedSignal): Promise<void> {
    if (signal.door === 'http') return this.#post(member, signal);
    await this.#producer.send({
      topic: topics.inbound.name,
      acks: -1,
      messages: [inboundMessage(signal.door, signal.body)],
    });
    this.#book.signals.push({ member, isGood: signal.defect === undefined, door: signal.door });
  }

  async #post(member: CastMember, { defect, body }: PlannedSignal): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const call = { as: 'marina', method: 'POST', body, headers } as const;
    const { status, text, body: answer } = await this.#outside.insist('intake', '/leads', call);
    const isGood = defect === undefined;
    if (isGood !== (status === 202) || (!isGood && status !== 422)) {
      this.#book.complain(`POST /leads (${defect ?? 'a good lead'}) was answered ${status}: ${text.slice(0, 300)}`);
    }
    const leadId = status === 202 ? (answer.leadId as string) : undefined;
    this.#book.signals.push({ member, isGood, door: 'http', status, ...(leadId !== undefined && { leadId }) });
    if (leadId === undefined || member.index % 5 > 0) return;
    const again = await this.#outside.insist('intake', '/leads', call);
    if (again.status !== 202 || again.body.leadId !== leadId || again.body.signalId !== answer.signalId) {
      this.#book.complain(`The same Idempotency-Key got another answer: ${again.status} ${again.text.slice(0, 300)}`);
    }
  }
}
