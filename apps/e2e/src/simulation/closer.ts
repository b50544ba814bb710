import { leadOutcome } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import type { Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { ApiClient, SeededRandom } from '@baton/testing';
import type { ActionLog } from './action-log.ts';

interface Deal {
  leadId: string;
  handoffNumber: number;
  channel: string;
}

const CURRENCY = 'RUB';

/** Reports the outcome of an SQL over HTTP or Kafka. Some outcomes are never reported. */
export class Closer {
  readonly #client: ApiClient;
  readonly #producer: Producer;
  readonly #actions: ActionLog;

  constructor(client: ApiClient, producer: Producer, actions: ActionLog) {
    this.#client = client;
    this.#producer = producer;
    this.#actions = actions;
  }

  async reportOutcome(handoffId: string, deal: Deal, random: SeededRandom): Promise<void> {
    const isSql = this.#actions.stepsOf(handoffId).some(({ step }) => step.type === 'qualified');
    if (!isSql) return;
    const plan = random.weighted({ 'won-http': 35, 'won-kafka': 20, 'lost-http': 25, nothing: 20 });
    if (plan === 'nothing') return;
    const outcome = plan === 'lost-http' ? ('lost' as const) : ('won' as const);
    const amount = outcome === 'won' ? random.between(20, 90) * 1000 : 0;
    if (plan === 'won-kafka') await this.#reportOverKafka(deal, amount);
    else
      await this.#reportOverHttp(
        handoffId,
        outcome === 'won' ? { outcome, amount, currency: CURRENCY } : { outcome, reason: 'price' },
      );
    this.#actions.outcomes.push({ handoffId, leadId: deal.leadId, outcome, amount, channel: deal.channel });
  }

  async #reportOverHttp(handoffId: string, body: object): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const call = { as: 'kirill', method: 'POST', body, headers } as const;
    const { status, text } = await this.#client.callUntilResponse('handoff', `/handoffs/${handoffId}/outcome`, call);
    if (status !== 202)
      this.#actions.recordUnexpected(`The outcome of ${handoffId} got status ${status}: ${text.slice(0, 300)}`);
  }

  async #reportOverKafka({ leadId, handoffNumber }: Deal, amount: number): Promise<void> {
    const decidedAt = new Date().toISOString();
    const outcome: LeadOutcome = { outcome: 'won', leadId, handoffNumber, decidedAt, amount, currency: CURRENCY };
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
            ce_time: decidedAt,
          },
          value: JSON.stringify(outcome),
        },
      ],
    });
  }
}
