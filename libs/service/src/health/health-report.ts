import { Inject, Injectable } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { HealthIndicators } from './health-indicators.ts';
import type { HealthIndicator } from './health-indicators.ts';

const CHECK_TIMEOUT_MILLISECONDS = 2000;

export interface Readiness {
  /** Required dependencies are available; optional ones that are down are shown as degraded. */
  isReady: boolean;
  status: string;
  checks: object;
}

/** Checks everything that the service depends on. */
@Injectable()
export class HealthReport {
  readonly #health: HealthCheckService;
  readonly #sessions: HealthIndicatorService;
  readonly #indicators: HealthIndicators;

  constructor(
    @Inject(HealthCheckService) health: HealthCheckService,
    @Inject(HealthIndicatorService) sessions: HealthIndicatorService,
    @Inject(HealthIndicators) indicators: HealthIndicators,
  ) {
    this.#health = health;
    this.#sessions = sessions;
    this.#indicators = indicators;
  }

  async readiness(): Promise<Readiness> {
    const checks = this.#indicators.all().map((indicator) => () => this.#check(indicator));
    const { status, details } = await this.#health.check(checks).catch(bodyOf);
    return { isReady: status === 'ok' || status === 'degraded', status, checks: details };
  }

  async #check(indicator: HealthIndicator) {
    const { name, required } = indicator;
    const session = this.#sessions.check(name);
    const result = await session.attempt(() => indicator.check()).withTimeout(CHECK_TIMEOUT_MILLISECONDS);
    // The reason is left out, because driver messages contain addresses and user names.
    return result[name]?.status === 'up'
      ? session.up({ required })
      : required
        ? session.down({ required })
        : session.degraded({ required });
  }
}

interface HealthBody {
  status: string;
  details: object;
}

/** Terminus throws when an indicator is down; the error has the same body. */
const bodyOf = (error: unknown): HealthBody => {
  if (error instanceof Error && 'getResponse' in error && typeof error.getResponse === 'function') {
    return (error.getResponse as () => HealthBody)();
  }
  throw error;
};
