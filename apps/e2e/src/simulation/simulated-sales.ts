import type { Kafka, Producer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '@baton/testing';
import type { ActionLog } from './action-log.ts';
import type { SimulatedLead } from './plan-leads.ts';
import { SeededRandom } from '@baton/testing';
import { Closer } from './closer.ts';
import { HandoffClient, HandoffEnded } from './handoff-client.ts';
import { SIMULATION_SOURCE } from './short-agreement.ts';
import { scenarios } from './scenarios.ts';

interface HandoffRow {
  handoffId: string;
  leadId: string;
  handoffNumber: number;
  agreementVersion: number;
  ownerId: string | null;
}

export interface SimulatedSalesOptions {
  client: ApiClient;
  kafka: Kafka;
  actions: ActionLog;
  /** Handoffs under this version of the agreement are ours. */
  version: number;
  leads: readonly SimulatedLead[];
}

const PAGE_SIZE = 200;

/** Sales at work: takes up each new handoff and lives its story; the team lead reassigns what nobody is eligible for. */
export class SimulatedSales {
  readonly #options: SimulatedSalesOptions;
  readonly #leadsByEmail: Map<string, SimulatedLead>;
  readonly #seen = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #reassigned = new Set<string>();
  readonly #producer: Producer;
  #open = true;

  constructor(options: SimulatedSalesOptions) {
    this.#options = options;
    this.#leadsByEmail = new Map(options.leads.map((member) => [member.person.email, member]));
    this.#producer = options.kafka.producer();
  }

  /** How many handoffs have come, and which are being worked on. */
  get progress(): { seen: number; running: string[] } {
    return {
      seen: this.#seen.size,
      running: [...this.#running].map((handoffId) => `${handoffId} (${this.#seen.get(handoffId)})`),
    };
  }

  /** Works until closed. */
  async run(): Promise<void> {
    await this.#producer.connect();
    while (this.#open) {
      await this.#startNewHandoffs();
      await this.#reassignUnrouted();
      await pause(700);
    }
    await this.#producer.disconnect();
  }

  close(): void {
    this.#open = false;
  }

  async #startNewHandoffs(): Promise<void> {
    const { client, version } = this.#options;
    for (let offset = 0; ; offset += PAGE_SIZE) {
      const path = `/handoffs?source=${SIMULATION_SOURCE}&limit=${PAGE_SIZE}&offset=${offset}`;
      const { handoffs } = (await client.read('handoff', path, 'olga')) as { handoffs: HandoffRow[] };
      const fresh = handoffs.filter((row) => row.agreementVersion === version && !this.#seen.has(row.handoffId));
      for (const row of fresh) {
        this.#seen.set(row.handoffId, '');
        this.#running.add(row.handoffId);
        void this.#play(row).finally(() => this.#running.delete(row.handoffId));
      }
      if (fresh.length < PAGE_SIZE / 2) return;
    }
  }

  async #play({ handoffId, leadId, handoffNumber }: HandoffRow): Promise<void> {
    const { client, actions } = this.#options;
    try {
      const { person } = await client.read('intake', `/leads/${leadId}`, 'marina');
      const lead = this.#leadsByEmail.get(String(person?.email));
      const scenario = lead?.scenarios[handoffNumber - 1];
      if (!lead || !scenario)
        return actions.recordUnexpected(`${handoffId} belongs to nobody who was sent, or is one too many`);
      this.#seen.set(handoffId, scenario.name);
      actions.scenarios.set(handoffId, scenario.name);
      const handoff = new HandoffClient({ handoffId, random: scenario.random, client, actions });
      await handoff.waitUntil((view) => view.ownerId !== null, 30_000);
      await scenarios[scenario.name](handoff).catch((error: unknown) => {
        if (!(error instanceof HandoffEnded)) throw error;
      });
      const closer = new Closer(client, this.#producer, actions);
      await closer.reportOutcome(handoffId, { leadId, handoffNumber, channel: lead.person.channel }, scenario.random);
    } catch (error) {
      actions.recordUnexpected(
        `The story of ${handoffId} broke off: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** What nobody is eligible for goes to somebody by hand; what the world has abandoned, nobody looks after. */
  async #reassignUnrouted(): Promise<void> {
    const { client, actions } = this.#options;
    const path = `/tickets?kind=nobody-eligible&limit=${PAGE_SIZE}`;
    const { tickets } = (await client.read('handoff', path, 'tatiana')) as { tickets: { handoffId: string }[] };
    for (const { handoffId } of tickets) {
      const scenario = this.#seen.get(handoffId);
      if (!scenario || scenario === 'abandoned' || this.#reassigned.has(handoffId)) continue;
      const { ownerId, stage } = (await client.read('handoff', `/handoffs/${handoffId}`, 'tatiana')) as {
        ownerId: string | null;
        stage: string;
      };
      if (stage === 'ended') continue;
      this.#reassigned.add(handoffId);
      const toPersonId = ownerId === 'clara' ? 'dmitri' : 'clara';
      const handoff = new HandoffClient({
        handoffId,
        random: new SeededRandom(this.#reassigned.size),
        client,
        actions,
      });
      await handoff.send('tatiana', 'reassign', { toPersonId });
    }
  }
}
