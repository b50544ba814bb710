import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { setTimeout as pause } from 'node:timers/promises';
import { explainTemporalFailure } from '../connections/connection-failure.ts';
import { temporalEndpoint } from '../connections/temporal-settings.ts';
import type { TemporalEndpoint, TemporalSettings } from '../connections/temporal-settings.ts';
import type { ServiceConfig } from '../config/service.config.ts';
import type { HealthIndicators } from '../health/health-indicators.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { activityTracing } from './activity-tracing.ts';
import { readTemporalMetrics } from './temporal-metrics.ts';
import { installTemporalRuntime } from './temporal-runtime.ts';

const CONNECT_TIMEOUT_MILLISECONDS = 3000;
const RETRY_DELAY_MILLISECONDS = 1000;
const CHECK_TIMEOUT_MILLISECONDS = 1500;
/** Long enough for running activities, which are local and take at most three seconds. */
const SHUTDOWN_GRACE_MILLISECONDS = 5000;
const SHUTDOWN_FORCE_MILLISECONDS = 8000;
/** The SDK's core can hang forever after it lost its server during a task; a shutdown does not wait longer than this. */
const STOP_TIMEOUT_MILLISECONDS = 12_000;

export interface WorkerHostOptions {
  config: TemporalSettings & Pick<ServiceConfig, 'TEMPORAL_NAMESPACE'>;
  logger: Logger;
  /** Gets a required indicator `temporal worker`. */
  health?: HealthIndicators;
  /** Gets the metrics of the Temporal SDK. */
  metrics?: Metrics;
  taskQueue: string;
  /** Built in advance by bundleWorkflowCode. */
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  activities: object;
  /** Further options of the worker. */
  options?: Partial<Omit<WorkerOptions, 'connection' | 'namespace' | 'taskQueue' | 'workflowBundle' | 'activities'>>;
}

/**
 * Runs a Temporal worker for the lifetime of the service: waits for the server at the start, resumes automatically when
 * the server returns, and finishes running tasks on shutdown.
 */
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #options: WorkerHostOptions;
  readonly #stopping = new AbortController();
  #worker: Worker | undefined;
  #connection: NativeConnection | undefined;
  #metricsAddress: string | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    options.health?.register({ name: 'temporal worker', required: true, check: () => this.check() });
    options.metrics?.addSource(async () => (this.#metricsAddress ? readTemporalMetrics(this.#metricsAddress) : ''));
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Starts in the background; health shows when the worker runs. */
  start(): void {
    this.#ended = this.#runUntilStopped();
  }

  /** Accepts no new tasks and finishes running ones. Returns in bounded time, even if the worker hangs. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#worker?.getState() === 'RUNNING') {
      this.#worker.shutdown();
    }
    const stopped = new AbortController();
    const timeout = pause(STOP_TIMEOUT_MILLISECONDS, 'timeout' as const, { signal: stopped.signal }).catch(
      () => undefined,
    );
    const outcome = await Promise.race([this.#ended, timeout]);
    stopped.abort();
    if (outcome === 'timeout') {
      const state = this.#worker?.getState();
      this.#options.logger.error(
        { state },
        'The Temporal worker does not stop and is abandoned; Temporal assigns its tasks to other workers',
      );
    }
  }

  /** Throws when the worker is not running, or its server does not respond. */
  async check(): Promise<void> {
    const connection = this.#connection;
    if (!connection || this.#worker?.getState() !== 'RUNNING') {
      throw new Error('The Temporal worker is not running');
    }
    await connection.withDeadline(Date.now() + CHECK_TIMEOUT_MILLISECONDS, () =>
      connection.workflowService.getSystemInfo({}),
    );
  }

  async #runUntilStopped(): Promise<void> {
    const { logger } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#runOnce();
      } catch (err) {
        const reason = explainTemporalFailure(err);
        logger.warn({ err, reason }, 'The Temporal worker stopped; it is restarted in a second');
        await pause(RETRY_DELAY_MILLISECONDS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  async #runOnce(): Promise<void> {
    const { config, logger, taskQueue, workflowBundle, activities, options = {} } = this.#options;
    this.#metricsAddress = await installTemporalRuntime(logger);
    const connection = await connectWithin(temporalEndpoint(config), CONNECT_TIMEOUT_MILLISECONDS);
    try {
      const worker = await Worker.create({
        shutdownGraceTime: SHUTDOWN_GRACE_MILLISECONDS,
        shutdownForceTime: SHUTDOWN_FORCE_MILLISECONDS,
        ...options,
        connection,
        namespace: config.TEMPORAL_NAMESPACE,
        taskQueue,
        workflowBundle,
        activities,
        interceptors: {
          ...options.interceptors,
          activity: [activityTracing, ...(options.interceptors?.activity ?? [])],
        },
      });
      this.#worker = worker;
      this.#connection = connection;
      const running = worker.run();
      // stop() was called while the worker was being created.
      if (this.#stopping.signal.aborted) worker.shutdown();
      await running;
    } finally {
      this.#worker = undefined;
      this.#connection = undefined;
      await connection.close();
    }
  }
}

/** The SDK has no timeout for its first connection. */
async function connectWithin(endpoint: TemporalEndpoint, milliseconds: number): Promise<NativeConnection> {
  const connecting = NativeConnection.connect(endpoint);
  const connected = new AbortController();
  const timeout = pause(milliseconds, undefined, { signal: connected.signal }).then(() => {
    throw new Error(`Temporal at ${endpoint.address} does not respond within ${milliseconds} ms.`);
  });
  try {
    return await Promise.race([connecting, timeout]);
  } catch (error) {
    connecting.then((connection) => connection.close()).catch(() => undefined);
    throw error;
  } finally {
    connected.abort();
    timeout.catch(() => undefined);
  }
}
