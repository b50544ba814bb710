import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient, SeededRandom } from '@baton/testing';
import { HandoffClient, HandoffEnded } from '../simulation/handoff-client.ts';
import { RepPresence } from '../simulation/rep-presence.ts';
import type { Ledger } from './ledger.ts';

const OWNER_TIMEOUT_MILLISECONDS = 240_000;

type Scenario = 'qualified' | 'returned' | 'called' | 'accepted' | 'ignored';
/** Most handoffs end; some stay open, so that their workflows can be queried at the end. */
const scenarioWeights: Record<Scenario, number> = { qualified: 5, returned: 3, called: 2, accepted: 1, ignored: 1 };

/** Plays a scenario for each handoff of the run. Commands are repeated with their Idempotency-Key until they get a response. */
export class Reps {
  /** One for each replica of the handoff service. */
  readonly #clients: readonly [ApiClient, ...ApiClient[]];
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  readonly #source: string;
  readonly #working: Promise<void>[] = [];
  readonly #seen = new Set<string>();
  readonly #presence: RepPresence;
  #open = true;

  constructor(options: {
    clients: readonly [ApiClient, ...ApiClient[]];
    ledger: Ledger;
    random: SeededRandom;
    source: string;
  }) {
    this.#clients = options.clients;
    this.#ledger = options.ledger;
    this.#random = options.random;
    this.#source = options.source;
    this.#presence = new RepPresence(options.clients[0]);
  }

  /** Polls for new handoffs until it is closed and the expected number was found or the time is over. Ends with the last scenario. */
  async run(expected: () => number): Promise<void> {
    let giveUpAt = Number.POSITIVE_INFINITY;
    while (this.#open || (this.#seen.size < expected() && Date.now() < giveUpAt)) {
      await this.#startNewHandoffs();
      await this.#presence.show();
      if (!this.#open && giveUpAt === Number.POSITIVE_INFINITY) giveUpAt = Date.now() + OWNER_TIMEOUT_MILLISECONDS;
      await pause(700);
    }
    let isWorking = true;
    const working = Promise.all(this.#working).finally(() => (isWorking = false));
    working.catch(() => undefined);
    while (isWorking) {
      await this.#presence.show();
      await pause(700);
    }
    await working;
  }

  close(): void {
    this.#open = false;
  }

  async #startNewHandoffs(): Promise<void> {
    const path = `/handoffs?source=${this.#source}&open=true&limit=200`;
    for (let offset = 0; ; offset += 200) {
      const { handoffs } = (await this.#clients[0].read('handoff', `${path}&offset=${offset}`, 'olga')) as {
        handoffs: { handoffId: string }[];
      };
      for (const { handoffId } of handoffs) {
        if (this.#seen.has(handoffId)) continue;
        this.#seen.add(handoffId);
        this.#working.push(this.#workOn(handoffId));
      }
      if (handoffs.length < 200) return;
    }
  }

  async #workOn(handoffId: string): Promise<void> {
    const { actions } = this.#ledger;
    const random = this.#random.fork();
    const scenario = random.weighted(scenarioWeights);
    const handoff = new HandoffClient({ handoffId, random, client: random.pick(this.#clients), actions });
    try {
      if (!(await handoff.waitUntil(({ ownerId }) => ownerId !== null, OWNER_TIMEOUT_MILLISECONDS))) return;
      await this.#play(scenario, handoff);
    } catch (error) {
      if (!(error instanceof HandoffEnded))
        actions.recordUnexpected(`The scenario ${scenario} of ${handoffId} failed: ${String(error)}`);
    }
  }

  async #play(scenario: Scenario, handoff: HandoffClient): Promise<void> {
    if (scenario === 'ignored') return;
    await handoff.wait(100, 4000);
    await handoff.open();
    await handoff.accept();
    if (scenario === 'accepted') return;
    await handoff.wait(100, 3000);
    await handoff.touch(scenario === 'qualified' ? 'reached' : 'no-answer');
    await handoff.wait(100, 3000);
    switch (scenario) {
      case 'called':
        return void (await handoff.note('Call again after lunch.'));
      case 'returned':
        if (await handoff.returnLead('wrong-contact', { kind: 'call-record', reference: 'call-1' }))
          await handoff.acceptReturn();
        return;
      case 'qualified':
        return void (await handoff.qualify());
    }
  }
}
