import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { ServiceConfig } from '../config/service.config.ts';
import { problems } from '../errors/problem.ts';
import { sendProblem } from '../errors/problem-filter.ts';
import { toProblem } from '../errors/to-problem.ts';
import { HealthReport } from '../health/health-report.ts';
import { Metrics } from '../metrics/metrics.ts';

/**
 * Health and metrics, for the machines that run the service. They need no token, and therefore have a separate port that
 * nobody else reaches.
 */
@Injectable()
export class OperationsServer implements OnApplicationShutdown {
  /** Not listening until `listen`; tests inject requests. */
  readonly fastify: FastifyInstance;
  readonly #config: ServiceConfig;

  constructor(
    @Inject(ServiceConfig) config: ServiceConfig,
    @Inject(HealthReport) health: HealthReport,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.#config = config;
    this.fastify = fastify({ forceCloseConnections: true });
    this.fastify.get('/health/live', () => ({ status: 'ok' }));
    this.fastify.get('/health/ready', async (_request, reply) => {
      const { isReady, status, checks } = await health.readiness();
      return reply.status(isReady ? 200 : 503).send({ status, checks });
    });
    this.fastify.get('/metrics', async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text()),
    );
    this.fastify.setNotFoundHandler((_request, reply) =>
      sendProblem(reply, problems.notFound('This port has /health/live, /health/ready and /metrics only.')),
    );
    this.fastify.setErrorHandler((error, _request, reply) => sendProblem(reply, toProblem(error)));
  }

  /** Starts listening, and returns the address. */
  listen(): Promise<string> {
    return this.fastify.listen({ port: this.#config.OPS_PORT, host: this.#config.OPS_HOST });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.fastify.close();
  }
}
