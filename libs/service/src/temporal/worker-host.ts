import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceConfig } from '../config/service.config.ts';
import type { HealthIndicators } from '../health/health-indicators.ts';
import type { Logger } from '../logging/logger.ts';
import { activityTracing } from './activity-tracing.ts';
import { installTemporalRuntime } from './temporal-runtime.ts';

const CONNECT_TIMEOUT_MILLISECONDS = 3000;
const RETRY_DELAY_MILLISECONDS = 1000;
const CHECK_TIMEOUT_MILLISECONDS = 1500;
/** What is in hand, local activities of three seconds, is finished by then; so is a service that ends in order. */
const SHUTDOWN_GRACE_MILLISECONDS = 5000;
const SHUTDOWN_FORCE_MILLISECONDS = 8000;
/** The SDK's core can hang for ever after its server was lost in the middle of a task: no end waits for it longer. */
const STOP_TIMEOUT_MILLISECONDS = 12_000;

export interface WorkerHostOptions {
  config: Pick<ServiceConfig, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>;
  logger: Logger;
  /** Gets the indicator `temporal worker`, required. */
  health?: HealthIndicators;
  taskQueue: string;
  /** Built ahead of time by bundleWorkflowCode. */
  workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  activities: object;
  /** Whatever else the worker should be told. */
  options?: Partial<Omit<WorkerOptions, 'connection' | 'namespace' | 'taskQueue' | 'workflowBundle' | 'activities'>>;
}

/**
 * Runs one Temporal worker for the life of the service. As a provider it starts and stops with it: it waits for the
 * server at the start, goes on by itself when the server returns, and finishes what is in hand at the end.
 */
export class WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #options: WorkerHostOptions;
  readonly #stopping = new AbortController();
  #worker: Worker | undefined;
  #connection: NativeConnection | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    options.health?.register({ name: 'temporal worker', required: true, check: () => this.check() });
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Begins in the background; health shows when it runs. */
  start(): void {
    installTemporalRuntime(this.#options.logger);
    this.#ended = this.#runUntilStopped();
  }

  /** Takes no new task, finishes those in hand. Returns in bounded time, even when the worker does not end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#worker?.getState() === 'RUNNING') {
      this.#worker.shutdown();
    }
    const patience = new AbortController();
    const late = pause(STOP_TIMEOUT_MILLISECONDS, 'late' as const, { signal: patience.signal }).catch(() => undefined);
    const end = await Promise.race([this.#ended, late]);
    patience.abort();
    if (end === 'late') {
      const state = this.#worker?.getState();
      this.#options.logger.error(
        { state },
        'The Temporal worker does not end and is left behind; Temporal gives its tasks to others',
      );
    }
  }

  /** Throws when the worker does not run, or its server does not answer. */
  async check(): Promise<void> {
    const connection = this.#connection;
    if (!connection || this.#worker?.getState() !== 'RUNNING') {
      throw new Error('The Temporal worker does not run');
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
        logger.warn({ err }, 'The Temporal worker does not run; it is tried again in a second');
        await pause(RETRY_DELAY_MILLISECONDS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  async #runOnce(): Promise<void> {
    const { config, taskQueue, workflowBundle, activities, options = {} } = this.#options;
    const connection = await connectWithin(config.TEMPORAL_ADDRESS, CONNECT_TIMEOUT_MILLISECONDS);
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
      // Stopped while it was still being made.
      if (this.#stopping.signal.aborted) worker.shutdown();
      await running;
    } finally {
      this.#worker = undefined;
      this.#connection = undefined;
      await connection.close();
    }
  }
}

/** The SDK does not bound its first connection. */
async function connectWithin(address: string, milliseconds: number): Promise<NativeConnection> {
  const connecting = NativeConnection.connect({ address });
  const late = new AbortController();
  const tooLate = pause(milliseconds, undefined, { signal: late.signal }).then(() => {
    throw new Error(`Temporal at ${address} does not answer within ${milliseconds} ms`);
  });
  try {
    return await Promise.race([connecting, tooLate]);
  } catch (error) {
    connecting.then((connection) => connection.close()).catch(() => undefined);
    throw error;
  } finally {
    late.abort();
    tooLate.catch(() => undefined);
  }
}
