import type { Agreement } from '@baton/domain';
import type { Client } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { InjectedSinks, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { handoffActivities, HANDOFF_WORKFLOW, searchAttributes, SIGNAL_RECEIVED_SIGNAL } from '../handoff.contract.ts';
import type { CommandRequest, HandoffSinks, RefusedInput } from '../handoff.contract.ts';
import type { PostponementActivities, ResumptionRequest, ResumptionResult } from '../postponement.contract.ts';
import { handoffInput } from './handoff-input.ts';
import { InMemoryRecordStore } from './in-memory-record-store.ts';
import { RunningHandoff } from './running-handoff.ts';
import { startTimeSkippingServer } from './time-skipping-server.ts';
import { workflowBundle } from './workflow-bundle.ts';

const IDENTITY = 'spec';

export interface EnvironmentClock {
  now(): Promise<number>;
  sleep(milliseconds: number): Promise<void>;
}

export interface StartOptions {
  team?: string[];
  askedCriteria?: string[];
  leadId?: string;
  /** For a lead that has a record already: the team of that record. */
  teamId?: string;
  /** Delivered with the start, before the workflow has done anything. */
  signal?: CommandRequest;
  /** A task that takes four fifths of it is continued in a new one. */
  workflowTaskTimeout?: Duration;
}

/** A Temporal server, a worker and a record store, with the handoffs that a spec starts. */
export class HandoffEnvironment {
  readonly recordStore: InMemoryRecordStore;
  readonly client: Client;
  readonly clock: EnvironmentClock;
  readonly #stopServer: () => void;
  readonly #environment: TestWorkflowEnvironment;
  readonly taskQueue = `handoffs-${randomUUID()}`;
  /** What workflows refused because it was malformed: the kind of input, and the reason. */
  readonly refusedInputs: [RefusedInput, string][] = [];
  /** What the activity of a postponement answers or fails with, in order; then `resumed`. */
  readonly resumptions: (ResumptionResult | Error)[] = [];
  /** What the activity was asked. */
  readonly resumptionRequests: ResumptionRequest[] = [];
  readonly #started: RunningHandoff[] = [];
  #stopWorker: () => Promise<void> = () => Promise.resolve();

  private constructor(environment: TestWorkflowEnvironment, stopServer: () => void, recordStore: InMemoryRecordStore) {
    this.recordStore = recordStore;
    this.#stopServer = stopServer;
    this.#environment = environment;
    this.client = environment.client;
    this.clock = {
      now: () => environment.currentTimeMs(),
      sleep: (milliseconds) => environment.sleep(milliseconds),
    };
  }

  /** On a server where days pass in milliseconds, for all handoffs together. */
  static async withTimeSkipping(): Promise<HandoffEnvironment> {
    const path = process.env['TEST_TIME_SKIPPING_SERVER'];
    if (!path) throw new Error('TEST_TIME_SKIPPING_SERVER is not set: start these tests with npm test.');
    const [environment, stop] = await startTimeSkippingServer(path, IDENTITY);
    return HandoffEnvironment.#create(environment, stop);
  }

  /** On a real server, at its own pace. */
  static async onRealServer(agreement?: Agreement): Promise<HandoffEnvironment> {
    const address = process.env['TEST_TEMPORAL_ADDRESS'];
    if (!address) throw new Error('TEST_TEMPORAL_ADDRESS is not set: start these tests with npm test.');
    const environment = await TestWorkflowEnvironment.createFromExistingServer({
      address,
      client: { identity: IDENTITY },
    });
    return HandoffEnvironment.#create(environment, () => {}, agreement);
  }

  static async #create(
    environment: TestWorkflowEnvironment,
    stop: () => void,
    agreement?: Agreement,
  ): Promise<HandoffEnvironment> {
    await registerSearchAttributes(environment);
    const created = new HandoffEnvironment(environment, stop, new InMemoryRecordStore(agreement));
    await created.#startWorker();
    return created;
  }

  /** Drains the worker and starts one with other workflows. */
  async upgradeTo(workflows: WorkflowBundleWithSourceMap): Promise<void> {
    await this.#stopWorker();
    await this.#startWorker(workflows);
  }

  async #startWorker(workflows?: WorkflowBundleWithSourceMap): Promise<void> {
    const worker = await Worker.create({
      connection: this.#environment.nativeConnection,
      taskQueue: this.taskQueue,
      workflowBundle: workflows ?? (await workflowBundle()),
      activities: { ...handoffActivities(this.recordStore), ...this.#postponementActivities },
      sinks: this.#sinks,
      identity: IDENTITY,
    });
    const running = worker.run();
    this.#stopWorker = async () => {
      worker.shutdown();
      await running;
    };
  }

  get #postponementActivities(): PostponementActivities {
    return {
      resumePostponedLead: (request) => {
        this.resumptionRequests.push(request);
        const next = this.resumptions.shift() ?? { outcome: 'resumed' };
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
      },
    };
  }

  get #sinks(): InjectedSinks<HandoffSinks> {
    return { input: { refused: { fn: (_, input, reason) => void this.refusedInputs.push([input, reason]) } } };
  }

  async start({
    team,
    askedCriteria,
    leadId = randomUUID(),
    teamId = `team-${leadId}`,
    signal,
    workflowTaskTimeout,
  }: StartOptions = {}): Promise<RunningHandoff> {
    if (team) this.recordStore.addTeam(teamId, team);
    const input = handoffInput(leadId, teamId, new Date(await this.clock.now()).toISOString(), askedCriteria);
    const options = {
      taskQueue: this.taskQueue,
      workflowId: input.handoffId,
      args: [input],
      ...(workflowTaskTimeout && { workflowTaskTimeout }),
    };
    const handle = signal
      ? await this.client.workflow.signalWithStart(HANDOFF_WORKFLOW, {
          ...options,
          signal: SIGNAL_RECEIVED_SIGNAL,
          signalArgs: [signal],
        })
      : await this.client.workflow.start(HANDOFF_WORKFLOW, options);
    const handoff = new RunningHandoff(handle, this.recordStore, this.clock, input);
    this.#started.push(handoff);
    return handoff;
  }

  async close(): Promise<void> {
    for (const handoff of this.#started) await handoff.terminate();
    await withinTenSeconds(this.#stopWorker());
    await withinTenSeconds(this.#environment.teardown());
    this.#stopServer();
  }
}

/** The SDK's core can hang at shutdown after it lost a task; a spec does not wait for it. */
const withinTenSeconds = (ending: Promise<void>): Promise<void> =>
  Promise.race([ending.catch(() => undefined), pause(10_000, undefined, { ref: false })]);

/** The numbers of temporal.api.enums.v1.IndexedValueType. */
const typeNumbers = { KEYWORD: 2, INT: 3, DATETIME: 6, KEYWORD_LIST: 7 } as const;

/** A server refuses unknown attributes, and also the registration of known ones. */
async function registerSearchAttributes({ connection, namespace = 'default' }: TestWorkflowEnvironment): Promise<void> {
  for (const { name, type } of Object.values(searchAttributes)) {
    await connection.operatorService
      .addSearchAttributes({ namespace, searchAttributes: { [name]: typeNumbers[type] } })
      .catch((error: unknown) => {
        if (!(error instanceof Error && error.message.includes('exist'))) throw error;
      });
  }
}

/** Keeps the SDK's log out of the test output. */
export function silenceRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'OFF' } },
  });
}
