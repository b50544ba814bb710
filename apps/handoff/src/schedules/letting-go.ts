import type { LettingGoActivities } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { HandoffConfig } from '../handoff.config.ts';

const ANSWER_MILLISECONDS = 30_000;

/** What other services are asked to delete when its time has come. */
@Injectable()
export class LettingGo {
  readonly #config: HandoffConfig;

  constructor(config: HandoffConfig) {
    this.#config = config;
  }

  asActivities(): LettingGoActivities {
    return { letRefusedBodiesGo: () => this.#refusedBodies() };
  }

  async #refusedBodies(): Promise<number> {
    const answer = await fetch(new URL('/refused-bodies/let-go', this.#config.INTAKE_URL), {
      method: 'POST',
      headers: { 'x-api-key': this.#config.SERVICE_API_KEY },
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    });
    if (!answer.ok) throw new Error(`Intake answered ${answer.status}`);
    return ((await answer.json()) as { letGo: number }).letGo;
  }
}
