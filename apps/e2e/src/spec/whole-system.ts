import { addressesFromEnvironment, ApiClient, kafkaClient, waitUntil } from '@baton/testing';
import type { Kafka } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { Addresses, ApiResponse, Json } from '@baton/testing';

/** A client of the system that the test run has started. */
export class WholeSystem {
  readonly addresses: Addresses;
  readonly client: ApiClient;
  readonly kafka: Kafka;

  constructor() {
    this.addresses = addressesFromEnvironment();
    this.client = new ApiClient(this.addresses);
    this.kafka = kafkaClient(this.addresses.kafka);
  }

  /** Sends a lead over HTTP and returns its id. */
  async submitLead(lead: object): Promise<string> {
    const headers = { 'idempotency-key': randomUUID() };
    const { status, body } = await this.client.callUntilResponse('intake', '/leads', {
      as: 'marina',
      method: 'POST',
      body: lead,
      headers,
    });
    if (status !== 202) throw new Error(`POST /leads returned ${status}: ${JSON.stringify(body)}`);
    return body.leadId;
  }

  async publish(
    topic: string,
    message: { key?: string; headers?: Record<string, string>; value: string },
  ): Promise<void> {
    const producer = this.kafka.producer();
    await producer.connect();
    await producer.send({ topic, messages: [message] });
    await producer.disconnect();
  }

  lead(leadId: string): Promise<Json> {
    return this.client.read('intake', `/leads/${leadId}`, 'marina');
  }

  handoff(handoffId: string): Promise<Json> {
    return this.client.read('handoff', `/handoffs/${handoffId}`, 'olga');
  }

  /** Waits for the lead with this e-mail address, and returns its id. */
  waitForLead(email: string, source: string): Promise<string> {
    return waitUntil(
      async () => {
        const { items } = await this.client.read('intake', `/leads?source=${source}`, 'marina');
        for (const { leadId } of items) if ((await this.lead(leadId)).person?.email === email) return leadId as string;
        return undefined;
      },
      { what: `intake has captured ${email}`, withinMilliseconds: 60_000, everyMilliseconds: 250 },
    );
  }

  /** Waits until the handoff of the lead has an owner. */
  async waitForOwner(leadId: string, handoffNumber = 1): Promise<{ handoffId: string; owner: string }> {
    const handoffId = `handoff-${leadId}-${handoffNumber}`;
    const owner = await waitUntil(async () => (await this.handoff(handoffId)).ownerId as string | null, {
      what: `${handoffId} has an owner`,
      withinMilliseconds: 60_000,
      everyMilliseconds: 250,
    });
    return { handoffId, owner };
  }

  /** Sends a command. @throws Error when it is refused */
  async command(person: string, handoffId: string, command: string, body?: object): Promise<ApiResponse> {
    const headers = { 'idempotency-key': randomUUID() };
    const call = { as: person, method: 'POST', headers, ...(body && { body }) } as const;
    const response = await this.client.callUntilResponse('handoff', `/handoffs/${handoffId}/${command}`, call);
    if (response.status < 300) return response;
    throw new Error(`${command} by ${person} returned ${response.status}: ${response.text}`);
  }

  report(name: string, query = ''): Promise<Json> {
    return this.client.read('reporting', `/reports/${name}${query && `?${query}`}`, 'olga');
  }
}

/** Distinguishes the leads of one test run from those of earlier runs. */
export const runId = Date.now().toString(36);

/** The lead of a new person that meets the default criteria. */
export const fittingLead = (source: string) => ({
  name: 'Vera Example',
  source,
  email: `vera.${randomUUID()}@${source}.example.com`,
  signal: 'request',
  company: { name: 'Example Dental', industry: 'healthcare', employees: 40 },
  role: 'owner',
});

export const reachedCall = {
  channel: 'call',
  outcome: 'reached',
  evidence: { kind: 'call-record', reference: 'call-1' },
};

export const yesAnswers = (...questions: string[]): object => ({
  answers: questions.map((question) => ({
    question,
    answer: 'yes',
    evidence: { kind: 'recording', reference: 'r-1' },
  })),
});
