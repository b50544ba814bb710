import { HealthIndicators, Logger, ServiceModule, WorkerHost } from '@baton/service';
import { HANDOFF_QUEUE } from '@baton/workflows';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { WorkerOptions } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { AgreementStore } from './agreements/agreement-store.ts';
import { entities } from './app.module.ts';
import { CatchingUp } from './catching-up/catching-up.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { migrations } from './migrations.ts';
import { ConfiguredChannels } from './notifications/channels/configured-channels.ts';
import { Deliveries } from './notifications/deliveries.ts';
import { NotificationSender } from './notifications/notification-sender.ts';
import { activitiesOf } from './record/activities.ts';
import { HandoffRecords } from './record/record.ts';
import { SCHEMA } from './schema.ts';
import { LettingGo } from './schedules/letting-go.ts';
import { Schedules } from './schedules/schedules.ts';
import { SilentSources } from './sources/silent-sources.ts';
import { HandoffRuns } from './start/handoff-runs.ts';

/** Bundled ahead of time by `build-bundle.ts`, so that a start does not compile. */
const codePath = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));

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
        CatchingUp,
        ConfiguredChannels,
        Deliveries,
        HandoffRecords,
        HandoffRuns,
        LettingGo,
        NotificationSender,
        Schedules,
        SilentSources,
        {
          provide: WorkerHost,
          inject: [HandoffRecords, CatchingUp, LettingGo, SilentSources, Logger, HealthIndicators],
          useFactory: (
            records: HandoffRecords,
            catchingUp: CatchingUp,
            lettingGo: LettingGo,
            silentSources: SilentSources,
            logger: Logger,
            health: HealthIndicators,
          ) =>
            new WorkerHost({
              config,
              logger,
              health,
              taskQueue: HANDOFF_QUEUE,
              workflowBundle: { codePath },
              activities: {
                ...activitiesOf(records),
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
                ...versionOf(config),
              },
            }),
        },
      ],
    };
  }
}

/** The worker deployment in Temporal whose versions are the builds of this worker. */
const DEPLOYMENT = 'baton-handoff';

/** Running handoffs go on at the current version: they live for weeks, and old builds need not. */
const versionOf = ({ WORKER_BUILD_ID }: HandoffConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  WORKER_BUILD_ID === undefined
    ? {}
    : {
        workerDeploymentOptions: {
          useWorkerVersioning: true,
          version: { deploymentName: DEPLOYMENT, buildId: WORKER_BUILD_ID },
          defaultVersioningBehavior: 'AUTO_UPGRADE',
        },
      };
