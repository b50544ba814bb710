import type { RetentionActivities } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { HandoffConfig } from '../../handoff.config.ts';

const RESPONSE_MILLISECONDS = 30_000;

/** What other services are asked to delete when its time has come. */
@Injectable()
export class Retention {
  readonly #config: HandoffConfig;

  constructor(config: HandoffConfig) {
    this.#config = config;
  }

  asActivities(): RetentionActivities {
    return { purgeRefusedBodies: () => this.#purgeRefusedBodies() };
  }

  async #purgeRefusedBodies(): Promise<number> {
    const response = await fetch(new URL('/refused-bodies/purge', this.#config.INTAKE_URL), {
      method: 'POST',
      headers: { 'x-api-key': this.#config.SERVICE_API_KEY },
      signal: AbortSignal.timeout(RESPONSE_MILLISECONDS),
    });
    if (!response.ok) throw new Error(`Intake answered ${response.status}`);
    return ((await response.json()) as { purged: number }).purged;
  }
}
