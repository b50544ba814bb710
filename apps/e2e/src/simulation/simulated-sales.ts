import type { Kafka, Producer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '@baton/testing';
import type { ActionLog } from './action-log.ts';
import type { SimulatedLead } from './plan-leads.ts';
import { SeededRandom } from '@baton/testing';
import { Closer } from './closer.ts';
import { HandoffClient, HandoffEnded } from './handoff-client.ts';
import { RepPresence } from './rep-presence.ts';
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
  /** The version of the agreement of all simulated handoffs. */
  version: number;
  leads: readonly SimulatedLead[];
}

const PAGE_SIZE = 200;

/** Plays the scenario of each new handoff. The team lead assigns handoffs that nobody is eligible for. */
export class SimulatedSales {
  readonly #options: SimulatedSalesOptions;
  readonly #leadsByEmail: Map<string, SimulatedLead>;
  readonly #seen = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #reassigned = new Set<string>();
  readonly #producer: Producer;
  readonly #presence: RepPresence;
  #open = true;

  constructor(options: SimulatedSalesOptions) {
    this.#options = options;
    this.#presence = new RepPresence(options.client);
    this.#leadsByEmail = new Map(options.leads.map((lead) => [lead.person.email, lead]));
    this.#producer = options.kafka.producer();
  }

  /** The number of handoffs so far, and those whose scenario is running. */
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
      // At the end reps stay away, so that abandoned leads come to rest.
      if (this.#running.size > 0) await this.#presence.show();
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
        return actions.recordUnexpected(`${handoffId} belongs to no simulated lead, or is one handoff too many`);
      this.#seen.set(handoffId, scenario.name);
      actions.scenarios.set(handoffId, scenario.name);
      const handoff = new HandoffClient({ handoffId, random: scenario.random, client, actions });
      await handoff.waitForOwner();
      await scenarios[scenario.name](handoff).catch((error: unknown) => {
        if (!(error instanceof HandoffEnded)) throw error;
      });
      const closer = new Closer(client, this.#producer, actions);
      await closer.reportOutcome(handoffId, { leadId, handoffNumber, channel: lead.person.channel }, scenario.random);
    } catch (error) {
      actions.recordUnexpected(
        `The scenario of ${handoffId} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** Assigns handoffs that nobody is eligible for, except abandoned ones. */
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
