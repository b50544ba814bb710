import { Injectable } from '@nestjs/common';

export interface HealthIndicator {
  name: string;
  /** When it is down, the service is not ready if this is true, and degraded otherwise. */
  required: boolean;
  /** Throws when the dependency is unavailable; it counts as down after two seconds without a result. */
  check(): Promise<void>;
}

/** The indicators that make up the health of the service. */
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
