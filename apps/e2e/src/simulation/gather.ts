import { topics } from '@baton/contracts';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { RecordedStep } from '@baton/domain';
import type { Kafka } from 'kafkajs';
import type { Outside } from '../system/outside.ts';
import { readSince } from '../system/topic.ts';
import type { Place } from '../system/topic.ts';
import { SIMULATED_SOURCE } from './short-agreement.ts';

/** A lead as intake and scoring show it. */
export interface SeenLead {
  leadId: string;
  email: string;
  signals: number;
  status: string;
  judgements: { verdict: string; signalId: string; handoffNumber?: number }[];
}

/** A handoff as its service shows it. */
export interface SeenHandoff {
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

/** Works through the items, some at once. */
export async function forEach<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = 12,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

/** Reads what Baton says of a simulation, over its public interfaces. */
export class Gatherer {
  readonly #outside: Outside;
  readonly #begin: number;

  constructor(outside: Outside, begin: number) {
    this.#outside = outside;
    // Clocks of a sender and a broker may differ a little.
    this.#begin = begin - 2000;
  }

  /** Ids of the leads of the simulated source that came since the beginning. */
  async leadIds(): Promise<string[]> {
    const found: string[] = [];
    for (let after = ''; ;) {
      const path = `/leads?source=${SIMULATED_SOURCE}&limit=${PAGE_SIZE}${after && `&after=${encodeURIComponent(after)}`}`;
      const page = (await this.#outside.read('intake', path, 'marina')) as Page<{ leadId: string }>;
      const ours = page.items.filter(({ receivedAt }) => Date.parse(receivedAt) >= this.#begin);
      found.push(...ours.map(({ leadId }) => leadId));
      if (ours.length < page.items.length || page.next === undefined) return found;
      after = page.next;
    }
  }

  async leads(): Promise<SeenLead[]> {
    return forEach(await this.leadIds(), async (leadId) => {
      const [lead, judgements] = await Promise.all([
        this.#outside.read('intake', `/leads/${leadId}`, 'marina'),
        this.#outside.read('scoring', `/leads/${leadId}/judgements`, 'marina'),
      ]);
      const { person, attributes, whereabouts } = lead as {
        person?: { email?: string };
        attributes: { signals: unknown[] };
        whereabouts: { status: string };
      };
      return {
        leadId,
        email: person?.email ?? '',
        signals: attributes.signals.length,
        status: whereabouts.status,
        judgements: judgements as SeenLead['judgements'],
      };
    });
  }

  /** Handoffs under one version of the agreement, with their records. */
  async handoffs(version: number): Promise<SeenHandoff[]> {
    const rows: SeenHandoff[] = [];
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const path = `/handoffs?source=${SIMULATED_SOURCE}&limit=${PAGE_SIZE}&offset=${offset}`;
      const page = (await this.#outside.read('handoff', path, 'olga')) as { handoffs: SeenHandoff[] };
      const ours = page.handoffs.filter((row) => row.agreementVersion === version);
      rows.push(...ours);
      if (ours.length === 0 || page.handoffs.length < PAGE_SIZE) break;
    }
    const ids = [...new Set(rows.map(({ handoffId }) => handoffId))];
    return forEach(ids, (id) => this.#outside.read('handoff', `/handoffs/${id}`, 'olga') as Promise<SeenHandoff>);
  }

  /** Handoffs with an open alarm. */
  async alarms(): Promise<Set<string>> {
    const found = new Set<string>();
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const page = (await this.#outside.read('handoff', `/tickets?limit=${PAGE_SIZE}&offset=${offset}`, 'olga')) as {
        tickets: { handoffId: string }[];
      };
      for (const { handoffId } of page.tickets) found.add(handoffId);
      if (page.tickets.length < PAGE_SIZE) return found;
    }
  }

  /** How many messages of the simulated source wait in quarantine since the beginning. */
  async quarantined(): Promise<number> {
    let count = 0;
    for (let after = ''; ;) {
      const path = `/quarantine?limit=${PAGE_SIZE}${after && `&after=${encodeURIComponent(after)}`}`;
      const page = (await this.#outside.read('intake', path, 'marina')) as Page<{ id: string }>;
      const recent = page.items.filter(({ receivedAt }) => Date.parse(receivedAt) >= this.#begin);
      const bodies = await forEach(recent, ({ id }) => this.#outside.read('intake', `/quarantine/${id}`, 'marina'));
      count += bodies.filter(({ body }) => String(body).includes(`"source":"${SIMULATED_SOURCE}"`)).length;
      if (page.next === undefined) return count;
      after = page.next;
    }
  }
}

interface Page<Item> {
  items: (Item & { receivedAt: string })[];
  next?: string;
}

/** Events of the record under one version of the agreement, each handoff's in the order of its partition. */
export async function recordedEvents(kafka: Kafka, since: Place, version: number): Promise<HandoffStepRecorded[]> {
  const messages = await readSince(kafka, topics.handoffs.name, since);
  return messages
    .map(({ value }) => JSON.parse(value) as HandoffStepRecorded)
    .filter(({ agreementVersion }) => agreementVersion === version);
}
