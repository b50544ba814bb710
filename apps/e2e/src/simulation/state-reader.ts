import { topics } from '@baton/contracts';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import type { Kafka } from 'kafkajs';
import type { ApiClient, TopicOffsets } from '@baton/testing';
import { mapConcurrently, readSince } from '@baton/testing';
import { SIMULATION_SOURCE } from './short-agreement.ts';

/** A lead as intake and scoring show it. */
export interface ObservedLead {
  leadId: string;
  email: string;
  signals: number;
  status: string;
  judgements: { verdict: string; signalId: string; handoffNumber?: number }[];
}

/** A handoff as its service shows it. */
export interface ObservedHandoff {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  stage: string;
  ending: string | null;
  ownerId: string | null;
  nextDueAt: string | null;
  channel: string | null;
  version: number;
  record: RecordedStep[];
}

const PAGE_SIZE = 200;
const READ_CONCURRENCY = 12;

/** Reads the state of a simulation over the public APIs. */
export class StateReader {
  readonly #client: ApiClient;
  readonly #startedAt: number;

  constructor(client: ApiClient, begin: number) {
    this.#client = client;
    // The clocks of the simulation and the services may differ slightly.
    this.#startedAt = begin - 2000;
  }

  /** The ids of all leads of this simulation. */
  async leadIds(): Promise<string[]> {
    const found: string[] = [];
    for (let after = ''; ;) {
      const path = `/leads?source=${SIMULATION_SOURCE}&limit=${PAGE_SIZE}${after && `&after=${encodeURIComponent(after)}`}`;
      const page = (await this.#client.read('intake', path, 'marina')) as Page<{ leadId: string }>;
      const ours = page.items.filter(({ receivedAt }) => Date.parse(receivedAt) >= this.#startedAt);
      found.push(...ours.map(({ leadId }) => leadId));
      if (ours.length < page.items.length || page.next === undefined) return found;
      after = page.next;
    }
  }

  async leads(): Promise<ObservedLead[]> {
    return mapConcurrently(await this.leadIds(), READ_CONCURRENCY, async (leadId) => {
      const [lead, judgements] = await Promise.all([
        this.#client.read('intake', `/leads/${leadId}`, 'marina'),
        this.#client.read('scoring', `/leads/${leadId}/judgements`, 'marina'),
      ]);
      const { person, attributes, leadStatus } = lead as {
        person?: { email?: string };
        attributes: { signals: unknown[] };
        leadStatus: { status: string };
      };
      return {
        leadId,
        email: person?.email ?? '',
        signals: attributes.signals.length,
        status: leadStatus.status,
        judgements: judgements as ObservedLead['judgements'],
      };
    });
  }

  /** Handoffs under one version of the agreement, with their records. */
  async handoffs(version: number): Promise<ObservedHandoff[]> {
    const rows: ObservedHandoff[] = [];
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const path = `/handoffs?source=${SIMULATION_SOURCE}&limit=${PAGE_SIZE}&offset=${offset}`;
      const page = (await this.#client.read('handoff', path, 'olga')) as { handoffs: ObservedHandoff[] };
      const ours = page.handoffs.filter((row) => row.agreementVersion === version);
      rows.push(...ours);
      if (ours.length === 0 || page.handoffs.length < PAGE_SIZE) break;
    }
    const ids = [...new Set(rows.map(({ handoffId }) => handoffId))];
    return mapConcurrently(
      ids,
      READ_CONCURRENCY,
      (id) => this.#client.read('handoff', `/handoffs/${id}`, 'olga') as Promise<ObservedHandoff>,
    );
  }

  /** Handoffs with an open ticket. */
  async handoffsWithTickets(): Promise<Set<string>> {
    const found = new Set<string>();
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const page = (await this.#client.read('handoff', `/tickets?limit=${PAGE_SIZE}&offset=${offset}`, 'olga')) as {
        tickets: { handoffId: string }[];
      };
      for (const { handoffId } of page.tickets) found.add(handoffId);
      if (page.tickets.length < PAGE_SIZE) return found;
    }
  }

  /** The number of messages of this simulation in quarantine. */
  async quarantined(): Promise<number> {
    let count = 0;
    for (let after = ''; ;) {
      const path = `/quarantine?limit=${PAGE_SIZE}${after && `&after=${encodeURIComponent(after)}`}`;
      const page = (await this.#client.read('intake', path, 'marina')) as Page<{ id: string }>;
      const recent = page.items.filter(({ receivedAt }) => Date.parse(receivedAt) >= this.#startedAt);
      const bodies = await mapConcurrently(recent, READ_CONCURRENCY, ({ id }) =>
        this.#client.read('intake', `/quarantine/${id}`, 'marina'),
      );
      count += bodies.filter(({ body }) => String(body).includes(`"source":"${SIMULATION_SOURCE}"`)).length;
      if (page.next === undefined) return count;
      after = page.next;
    }
  }
}

interface Page<Item> {
  items: (Item & { receivedAt: string })[];
  next?: string;
}

/** Events of the record under one version of the agreement, in order for each handoff. */
export async function readStepEvents(
  kafka: Kafka,
  since: TopicOffsets,
  version: number,
): Promise<HandoffStepRecorded[]> {
  const messages = await readSince(kafka, topics.handoffs.name, since);
  return messages
    .map(({ value }) => JSON.parse(value) as HandoffStepRecorded)
    .filter(({ agreementVersion }) => agreementVersion === version);
}
