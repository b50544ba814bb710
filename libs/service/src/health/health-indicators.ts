import { Injectable } from '@nestjs/common';

export interface HealthIndicator {
  name: string;
  /** True: without it the service cannot answer, so it is not ready. False: shown as degraded only. */
  required: boolean;
  /** Throws when the thing is away; given up after two seconds. */
  check(): Promise<void>;
}

/** What the service's health is made of. */
@Injectable()
export class HealthIndicators {
  readonly #indicators = new Map<string, HealthIndicator>();

  register(indicator: HealthIndicator): void {
    this.#indicators.set(indicator.name, indicator);
  }

  all(): HealthIndicator[] {
    return [...this.#indicators.values()];
  }
}
