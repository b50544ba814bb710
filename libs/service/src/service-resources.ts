import { closeTemporalClient } from './temporal/temporal-client.ts';
import type { KafkaConnection, OutboxRelay } from '@baton/messaging';
import type { BeforeApplicationShutdown, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Client } from '@temporalio/client';
import { explainKafkaFailure, explainTemporalFailure } from './connections/connection-failure.ts';
import type { PgPool } from './database/pg-pool.ts';
import type { HealthIndicators } from './health/health-indicators.ts';
import type { Logger } from './logging/logger.ts';
import type { Metrics } from './metrics/metrics.ts';
import { checkTemporal } from './temporal/temporal-client.ts';

export interface ServiceResourcesOptions {
  health: HealthIndicators;
  metrics: Metrics;
  pool?: PgPool | undefined;
  kafka?: KafkaConnection | undefined;
  relay?: OutboxRelay | undefined;
  client?: Client | undefined;
  temporalIsRequired: boolean;
  logger: Logger;
}

const REFUSAL_TIMEOUT_MILLISECONDS = 5000;

/**
 * Starts, monitors and closes the resources of the chassis. On shutdown, consumers stop first (in onModuleDestroy), then
 * the relay stops, requests in progress are finished, and connections are closed last.
 */
export class ServiceResources implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #options: ServiceResourcesOptions;

  constructor(options: ServiceResourcesOptions) {
    this.#options = options;
    this.#registerHealthAndMetrics();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#options.relay?.start();
    void this.#reportRefusals();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#options.relay?.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    const { kafka, client, pool } = this.#options;
    await Promise.allSettled([kafka?.close(), client && closeTemporalClient(client)]);
    await pool?.end();
  }

  /** Says once which setting keeps Kafka or Temporal from being reached. Later, their users log their own failures. */
  async #reportRefusals(): Promise<void> {
    const { kafka, client, logger } = this.#options;
    const failures = await Promise.all([
      kafka?.check(REFUSAL_TIMEOUT_MILLISECONDS).then(undefined, explainKafkaFailure),
      client && checkTemporal(client, REFUSAL_TIMEOUT_MILLISECONDS).then(undefined, explainTemporalFailure),
    ]);
    for (const reason of failures) {
      if (typeof reason === 'string') logger.error({ reason }, 'An engine refuses the connection; it is tried again');
    }
  }

  #registerHealthAndMetrics(): void {
    const { health, metrics, pool, kafka, relay, client, temporalIsRequired } = this.#options;
    if (pool) {
      health.register({ name: 'postgresql', required: true, check: async () => void (await pool.query('SELECT 1')) });
      metrics.gauge('pg_pool_connections', 'Open plain connections', [], () => pool.totalCount);
      metrics.gauge('pg_pool_waiting', 'Requests waiting for a plain connection', [], () => pool.waitingCount);
    }
    if (kafka) {
      health.register({ name: 'kafka', required: false, check: () => kafka.check(1500) });
    }
    if (client) {
      health.register({ name: 'temporal', required: temporalIsRequired, check: () => checkTemporal(client) });
    }
    if (relay) {
      metrics.gauge('outbox_pending', 'Outbox rows waiting to be sent', [], () => relay.pending());
      metrics.gauge('outbox_oldest_seconds', 'How long the oldest outbox row has been waiting to be sent', [], () =>
        relay.oldestSeconds(),
      );
    }
  }
}
