import type { RetentionActivities } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { IntakeClient } from '../../intake/intake-client.ts';

const RESPONSE_MILLISECONDS = 30_000;

/** Asks other services to delete the data whose retention period has passed. */
@Injectable()
export class Retention {
  readonly #intake: IntakeClient;

  constructor(intake: IntakeClient) {
    this.#intake = intake;
  }

  asActivities(): RetentionActivities {
    return { purgeRefusedBodies: () => this.#purgeRefusedBodies() };
  }

  async #purgeRefusedBodies(): Promise<number> {
    const response = await this.#intake.send('POST', '/refused-bodies/purge', RESPONSE_MILLISECONDS);
    if (!response.ok) throw new Error(`Intake responded with status ${response.status}`);
    return ((await response.json()) as { purged: number }).purged;
  }
}
