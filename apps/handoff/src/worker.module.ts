import { HealthIndicators, Logger, ServiceModule, WorkerHost } from '@baton/service';
import { HANDOFF_TASK_QUEUE } from '@baton/workflows';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { WorkerOptions } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { AgreementStore } from './agreements/agreement-store.ts';
import { entities } from './handoff.module.ts';
import { Reconciliation } from './workflow/reconciliation/reconciliation.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { migrations } from './database/migrations.ts';
import { ConfiguredChannels } from './notifications/delivery/channels/configured-channels.ts';
import { Deliveries } from './notifications/delivery/deliveries.ts';
import { NotificationSender } from './notifications/delivery/notification-sender.ts';
import { recordActivities } from './workflow/record-activities.ts';
import { RecordStore } from './commit/record-store.ts';
import { SCHEMA } from './database/schema.ts';
import { Retention } from './workflow/schedules/retention.ts';
import { Schedules } from './workflow/schedules/schedules.ts';
import { SilentSources } from './sources/silent-sources.ts';
import { WorkflowStarter } from './workflow/start/workflow-starter.ts';

/** Bundled ahead of time by `build-bundle.ts`, so that a start does not compile. */
const bundlePath = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));

/** What runs the workflows and delivers what they tell. */
@Module({})
export class WorkerModule {
  static register(config: HandoffConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ServiceModule.register(config, {
          name: 'handoff-worker',
          database: { schema: SCHEMA, entities, migrations },
          kafka: true,
          temporal: true,
          outbox: true,
        }),
      ],
      providers: [
        AgreementStore,
        Reconciliation,
        ConfiguredChannels,
        Deliveries,
        RecordStore,
        WorkflowStarter,
        Retention,
        NotificationSender,
        Schedules,
        SilentSources,
        {
          provide: WorkerHost,
          inject: [RecordStore, Reconciliation, Retention, SilentSources, Logger, HealthIndicators],
          useFactory: (
            records: RecordStore,
            catchingUp: Reconciliation,
            lettingGo: Retention,
            silentSources: SilentSources,
            logger: Logger,
            health: HealthIndicators,
          ) =>
            new WorkerHost({
              config,
              logger,
              health,
              taskQueue: HANDOFF_TASK_QUEUE,
              workflowBundle: { codePath: bundlePath },
              activities: {
                ...recordActivities(records),
                ...catchingUp.asActivities(),
                ...lettingGo.asActivities(),
                ...silentSources.asActivities(),
              },
              options: {
                // A worker that died must not hold up its handoffs for the usual ten seconds.
                stickyQueueScheduleToStartTimeout: '4s',
                // Each task commits over the pool. More at once would wait for a connection until Temporal gives up on
                // them, and then do all of it again.
                maxConcurrentWorkflowTaskExecutions: config.DATABASE_POOL_SIZE,
                ...versioningOptions(config),
              },
            }),
        },
      ],
    };
  }
}

/** The worker deployment in Temporal whose versions are the builds of this worker. */
const DEPLOYMENT_NAME = 'baton-handoff';

/** Running handoffs go on at the current version: they live for weeks, and old builds need not. */
const versioningOptions = ({ WORKER_BUILD_ID }: HandoffConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  WORKER_BUILD_ID === undefined
    ? {}
    : {
        workerDeploymentOptions: {
          useWorkerVersioning: true,
          version: { deploymentName: DEPLOYMENT_NAME, buildId: WORKER_BUILD_ID },
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      };
