import { Logger } from '@baton/service';
import { CATCHING_UP_WORKFLOW, HANDOFF_QUEUE, LETTING_GO_WORKFLOW, SILENT_SOURCES_WORKFLOW } from '@baton/workflows';
import type { CatchingUpRequest } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { ScheduleOptions } from '@temporalio/client';
import { BackgroundLoop } from '../background-loop.ts';

const RETRY_MILLISECONDS = 1000;
const CALL_MILLISECONDS = 5000;

/** What recurs, and what ops start by hand in the same place. */
export const schedules = {
  catchingUp: 'baton-catching-up',
  afterRestore: 'baton-after-a-restore',
  lettingGo: 'baton-letting-go',
  silentSources: 'baton-silent-sources',
} as const;

type Action = ScheduleOptions['action'];

const action = (scheduleId: string, workflowType: string, staticSummary: string, ...args: unknown[]): Action => ({
  ...{ type: 'startWorkflow', workflowType, workflowId: scheduleId, taskQueue: HANDOFF_QUEUE, staticSummary, args },
});

const catchingUp = (scheduleId: string, staticSummary: string, request: CatchingUpRequest): Action =>
  action(scheduleId, CATCHING_UP_WORKFLOW, staticSummary, request);

/** Which there are. A server that has not seen them yet may be empty after a loss: there the catching up runs at once. */
const wanted: ScheduleOptions[] = [
  {
    scheduleId: schedules.catchingUp,
    spec: { intervals: [{ every: '1 hour' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: catchingUp(schedules.catchingUp, 'Workflows that are missing or behind catch up with their record', {
      afterRestore: false,
    }),
    state: {
      triggerImmediately: true,
      note: 'Every handoff whose record is open gets a workflow that knows it. Trigger it after Temporal was restored or lost.',
    },
  },
  {
    scheduleId: schedules.afterRestore,
    spec: {},
    policies: { overlap: ScheduleOverlapPolicy.SKIP },
    action: catchingUp(schedules.afterRestore, 'PostgreSQL was restored: workflows ahead of their record begin again', {
      afterRestore: true,
    }),
    state: {
      paused: true,
      note: 'Never runs by itself. Trigger it after PostgreSQL was restored to an earlier moment: workflows that are ahead of their record give way to it.',
    },
  },
  {
    scheduleId: schedules.lettingGo,
    spec: { intervals: [{ every: '1 hour', offset: '30 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: action(schedules.lettingGo, LETTING_GO_WORKFLOW, 'Refused bodies that were kept long enough are deleted'),
    state: { note: 'What people sent and intake refused is personal: it is deleted after KEEP_REFUSED_DAYS.' },
  },
  {
    scheduleId: schedules.silentSources,
    spec: { intervals: [{ every: '1 hour', offset: '15 minutes' }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
    action: action(schedules.silentSources, SILENT_SOURCES_WORKFLOW, 'Sources that went silent raise an alarm'),
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
        await client.withDeadline(Date.now() + CALL_MILLISECONDS, () => this.make());
        return 'over';
      },
      pauseMilliseconds: RETRY_MILLISECONDS,
      logger,
      trouble: 'The schedules cannot be made yet; trying again',
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#loop.stop();
  }

  async make(): Promise<void> {
    for (const schedule of wanted) {
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
