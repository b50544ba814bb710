import { BackgroundLoop, Logger } from '@baton/service';
import {
  HANDOFF_TASK_QUEUE,
  RECONCILIATION_WORKFLOW,
  RESULTS_OWED_WORKFLOW,
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

/** Ids of the recurring jobs, and of one that ops trigger by hand. */
export const scheduleIds = {
  reconciliation: 'baton-reconciliation',
  afterRestore: 'baton-reconciliation-after-restore',
  retention: 'baton-retention',
  silentSources: 'baton-silent-sources',
  resultsOwed: 'baton-results-owed',
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

/** A new Temporal server may replace one that was lost, so there reconciliation runs immediately. */
const scheduleDefinitions: ScheduleOptions[] = [
  {
    scheduleId: scheduleIds.reconciliation,
    spec: { intervals: [{ every: '1 hour' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: reconciliationAction(
      scheduleIds.reconciliation,
      'Start or synchronise workflows that are missing or behind their record',
      { afterRestore: false },
    ),
    state: {
      triggerImmediately: true,
      note: 'Every open record gets a workflow at its version. Trigger this after Temporal was restored or lost.',
    },
  },
  {
    scheduleId: scheduleIds.afterRestore,
    spec: {},
    policies: { overlap: ScheduleOverlapPolicy.SKIP },
    action: reconciliationAction(
      scheduleIds.afterRestore,
      'PostgreSQL was restored: restart workflows that are ahead of their record',
      { afterRestore: true },
    ),
    state: {
      paused: true,
      note: 'Never runs on its own. Trigger this after PostgreSQL was restored to an earlier point in time: workflows that are ahead of their record restart from it.',
    },
  },
  {
    scheduleId: scheduleIds.retention,
    spec: { intervals: [{ every: '1 hour', offset: '30 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: startWorkflowAction(
      scheduleIds.retention,
      RETENTION_WORKFLOW,
      'Purge refused bodies whose retention period has passed',
    ),
    state: {
      note: 'Refused request bodies may hold personal data. They are deleted after REFUSED_BODY_RETENTION_DAYS.',
    },
  },
  {
    scheduleId: scheduleIds.silentSources,
    spec: { intervals: [{ every: '1 hour', offset: '15 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: startWorkflowAction(
      scheduleIds.silentSources,
      SILENT_SOURCES_WORKFLOW,
      'Open a ticket for each source that went silent',
    ),
    state: {
      note: 'A broken form reports no error. Each source is compared with its own history; see GET /tickets.',
    },
  },
  {
    scheduleId: scheduleIds.resultsOwed,
    spec: { intervals: [{ every: '1 hour', offset: '45 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: startWorkflowAction(
      scheduleIds.resultsOwed,
      RESULTS_OWED_WORKFLOW,
      'Open a ticket for each SQL whose outcome is overdue',
    ),
    state: {
      note: 'The owner of an SQL owes its outcome or a dated next step within the time that the agreement sets.',
    },
  },
];

/** Creates missing schedules and updates the others. Whether a schedule is paused is left to ops. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #client: Client;
  /** Tries again, because the Temporal server may start after the worker. */
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
      failureMessage: 'The schedules could not be created; trying again',
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
