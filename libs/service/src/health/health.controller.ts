import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/roles.ts';
import { DescribeResponse, shapes } from '../openapi/response-description.ts';
import { HealthIndicators } from './health-indicators.ts';
import type { HealthIndicator } from './health-indicators.ts';

const CHECK_TIMEOUT_MILLISECONDS = 2000;
const readiness = shapes.objectOf({ status: shapes.text, checks: shapes.anyObject });

/** Liveness and readiness. */
@ApiTags('operations')
@Public()
@Controller('health')
export class HealthController {
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

  @Get('live')
  @ApiOperation({ summary: 'Check whether the process is running' })
  @DescribeResponse(200, 'The process is running', shapes.objectOf({ status: shapes.oneOf('ok') }))
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Check whether the service can serve requests' })
  @DescribeResponse(200, 'The service is ready; optional dependencies that are down are shown as degraded', readiness)
  @DescribeResponse(503, 'The service is not ready: a required dependency is down', readiness)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const checks = this.#indicators.all().map((indicator) => () => this.#check(indicator));
    const { status, details } = await this.#health.check(checks).catch(bodyOf);
    void reply.status(status === 'ok' || status === 'degraded' ? 200 : 503);
    return { status, checks: details };
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
