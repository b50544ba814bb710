import { BackgroundLoop, Logger } from '@baton/service';
import {
  HANDOFF_TASK_QUEUE,
  RECONCILIATION_WORKFLOW,
  RETENTION_WORKFLOW,
  SILENT_SOURCES_WORKFLOW,
} from '@baton/workflows';
import type { ReconciliationRequest } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { ScheduleOptions } from '@temporalio/client';

const RETRY_PAUSE_MILLISECONDS = 1000;
const CALL_TIMEOUT_MILLISECONDS = 5000;

/** What recurs, and what ops start by hand in the same place. */
export const scheduleIds = {
  reconciliation: 'baton-reconciliation',
  afterRestore: 'baton-reconciliation-after-restore',
  retention: 'baton-retention',
  silentSources: 'baton-silent-sources',
} as const;

type Action = ScheduleOptions['action'];

const startWorkflowAction = (
  scheduleId: string,
  workflowType: string,
  staticSummary: string,
  ...args: unknown[]
): Action => ({
  type: 'startWorkflow',
  workflowType,
  workflowId: scheduleId,
  taskQueue: HANDOFF_TASK_QUEUE,
  staticSummary,
  args,
});

const reconciliationAction = (scheduleId: string, staticSummary: string, request: ReconciliationRequest): Action =>
  startWorkflowAction(scheduleId, RECONCILIATION_WORKFLOW, staticSummary, request);

/** Which there are. A server that has not seen them yet may be empty after a loss: there the catching up runs at once. */
const scheduleDefinitions: ScheduleOptions[] = [
  {
    scheduleId: scheduleIds.reconciliation,
    spec: { intervals: [{ every: '1 hour' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: reconciliationAction(
      scheduleIds.reconciliation,
      'Workflows that are missing or behind catch up with their record',
      {
        afterRestore: false,
      },
    ),
    state: {
      triggerImmediately: true,
      note: 'Every handoff whose record is open gets a workflow that knows it. Trigger it after Temporal was restored or lost.',
    },
  },
  {
    scheduleId: scheduleIds.afterRestore,
    spec: {},
    policies: { overlap: ScheduleOverlapPolicy.SKIP },
    action: reconciliationAction(
      scheduleIds.afterRestore,
      'PostgreSQL was restored: workflows ahead of their record begin again',
      {
        afterRestore: true,
      },
    ),
    state: {
      paused: true,
      note: 'Never runs by itself. Trigger it after PostgreSQL was restored to an earlier moment: workflows that are ahead of their record give way to it.',
    },
  },
  {
    scheduleId: scheduleIds.retention,
    spec: { intervals: [{ every: '1 hour', offset: '30 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: startWorkflowAction(
      scheduleIds.retention,
      RETENTION_WORKFLOW,
      'Refused bodies that were kept long enough are deleted',
    ),
    state: {
      note: 'What people sent and intake refused is personal: it is deleted after REFUSED_BODY_RETENTION_DAYS.',
    },
  },
  {
    scheduleId: scheduleIds.silentSources,
    spec: { intervals: [{ every: '1 hour', offset: '15 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: startWorkflowAction(
      scheduleIds.silentSources,
      SILENT_SOURCES_WORKFLOW,
      'Sources that went silent raise an alarm',
    ),
    state: {
      note: 'A form that breaks says nothing. Each source is measured against its own history; see GET /tickets.',
    },
  },
];

/** Makes the schedules that are missing, and brings the others up to date; whether they are paused is for ops to say. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #client: Client;
  /** The server may come later than the worker. */
  readonly #loop: BackgroundLoop;

  constructor(client: Client, logger: Logger) {
    this.#client = client;
    this.#loop = new BackgroundLoop({
      round: async () => {
        await client.withDeadline(Date.now() + CALL_TIMEOUT_MILLISECONDS, () => this.createOrUpdate());
        return 'done';
      },
      pauseMilliseconds: RETRY_PAUSE_MILLISECONDS,
      logger,
      failureMessage: 'The schedules cannot be made yet; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  async createOrUpdate(): Promise<void> {
    for (const schedule of scheduleDefinitions) {
      try {
        await this.#client.schedule.create(schedule);
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        const { spec, policies, action } = schedule;
        await this.#client.schedule
          .getHandle(schedule.scheduleId)
          .update(({ state }) => ({ spec, action, state, ...(policies && { policies }) }));
      }
    }
  }
}
