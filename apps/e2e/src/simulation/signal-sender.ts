import { inboundLead, topics } from '@baton/contracts';
import type { Kafka, Message, Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '@baton/testing';
import type { ActionLog } from './action-log.ts';
import type { SimulatedLead, EntryPoint, PlannedSignal } from './plan-leads.ts';

/** After this time leads are sent even if too many handoffs are open. */
const CAPACITY_TIMEOUT_MILLISECONDS = 600_000;

/** A lead as a message in one of the three formats that the inbound topic accepts. */
export function inboundMessage(form: Exclude<EntryPoint, 'http'>, body: unknown, id: string = randomUUID()): Message {
  const attributes = { specversion: '1.0', id, source: 'https://outside.example/forms', type: inboundLead.type };
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

/** Sends the planned signals at their time, and records the responses. */
export class SignalSender {
  readonly #client: ApiClient;
  readonly #producer: Producer;
  readonly #actions: ActionLog;

  constructor(client: ApiClient, kafka: Kafka, actions: ActionLog) {
    this.#client = client;
    this.#producer = kafka.producer();
    this.#actions = actions;
  }

  /** Resolves when all signals are sent. Pauses while too many handoffs are open, so that a slow machine is not overloaded. */
  async sendAll(leads: readonly SimulatedLead[], hasCapacity: () => boolean): Promise<void> {
    const planned = leads.flatMap((lead) => lead.signals.map((signal) => ({ lead, signal })));
    planned.sort((a, b) => a.signal.afterMilliseconds - b.signal.afterMilliseconds);
    let begin = Date.now();
    const giveUpAt = begin + CAPACITY_TIMEOUT_MILLISECONDS;
    await this.#producer.connect();
    const sent: Promise<void>[] = [];
    for (const { lead, signal } of planned) {
      await pause(Math.max(0, begin + signal.afterMilliseconds - Date.now()));
      const since = Date.now();
      while (!hasCapacity() && Date.now() < giveUpAt) await pause(200);
      begin += Date.now() - since;
      sent.push(this.#send(lead, signal));
    }
    await Promise.all(sent);
    await this.#producer.disconnect();
  }

  async #send(lead: SimulatedLead, signal: PlannedSignal): Promise<void> {
    if (signal.entryPoint === 'http') return this.#post(lead, signal);
    await this.#producer.send({
      topic: topics.inboundLeads.name,
      acks: -1,
      messages: [inboundMessage(signal.entryPoint, signal.body)],
    });
    this.#actions.signals.push({ lead, isValid: signal.defect === undefined, entryPoint: signal.entryPoint });
  }

  async #post(lead: SimulatedLead, { defect, body }: PlannedSignal): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const call = { as: 'marina', method: 'POST', body, headers } as const;
    const { status, text, body: response } = await this.#client.callUntilResponse('intake', '/leads', call);
    const isValid = defect === undefined;
    if (isValid !== (status === 202) || (!isValid && status !== 422)) {
      this.#actions.recordUnexpected(
        `POST /leads (${defect ?? 'a valid lead'}) got status ${status}: ${text.slice(0, 300)}`,
      );
    }
    const leadId = status === 202 ? (response.leadId as string) : undefined;
    this.#actions.signals.push({
      lead,
      isValid,
      entryPoint: 'http',
      status,
      ...(leadId !== undefined && { leadId }),
    });
    if (leadId === undefined || lead.index % 5 > 0) return;
    const again = await this.#client.callUntilResponse('intake', '/leads', call);
    if (again.status !== 202 || again.body.leadId !== leadId || again.body.signalId !== response.signalId) {
      this.#actions.recordUnexpected(
        `The same Idempotency-Key got another response: ${again.status} ${again.text.slice(0, 300)}`,
      );
    }
  }
}
