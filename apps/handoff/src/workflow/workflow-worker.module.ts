import { HealthIndicators, Logger, Metrics, WorkerHost } from '@baton/service';
import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { CommitModule } from '../commit/commit.module.ts';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffConfig } from '../handoff.config.ts';
import { IntakeModule } from '../intake/intake.module.ts';
import { ResultsOwedModule } from '../outcomes/results-owed.module.ts';
import { ResultsOwed } from '../outcomes/results-owed.ts';
import { SilentSources } from '../sources/silent-sources.ts';
import { SourcesModule } from '../sources/sources.module.ts';
import { Resumptions } from './postponement/resumptions.ts';
import { Reconciliation } from './reconciliation/reconciliation.ts';
import { recordActivities } from './record-activities.ts';
import { refusedInputSinks } from './refused-input.ts';
import { Retention } from './schedules/retention.ts';
import { Schedules } from './schedules/schedules.ts';
import { WorkflowStartModule } from './start/workflow-start.module.ts';
import { workerHostOptions } from './worker-host-options.ts';

/** Runs the workflows and their activities, and keeps the schedules. */
@Module({
  imports: [AgreementStoreModule, CommitModule, IntakeModule, ResultsOwedModule, SourcesModule, WorkflowStartModule],
  providers: [
    Reconciliation,
    Resumptions,
    Retention,
    Schedules,
    {
      provide: WorkerHost,
      inject: [
        HandoffConfig,
        Logger,
        HealthIndicators,
        Metrics,
        RecordStore,
        Reconciliation,
        Resumptions,
        Retention,
        SilentSources,
        ResultsOwed,
      ],
      useFactory: (
        config: HandoffConfig,
        logger: Logger,
        health: HealthIndicators,
        metrics: Metrics,
        records: RecordStore,
        reconciliation: Reconciliation,
        resumptions: Resumptions,
        retention: Retention,
        silentSources: SilentSources,
        resultsOwed: ResultsOwed,
      ) =>
        new WorkerHost({
          ...workerHostOptions(config, refusedInputSinks(logger, metrics)),
          config,
          logger,
          health,
          metrics,
          activities: {
            ...recordActivities(records),
            ...reconciliation.asActivities(),
            ...resumptions.asActivities(),
            ...retention.asActivities(),
            ...silentSources.asActivities(),
            ...resultsOwed.asActivities(),
          },
        }),
    },
  ],
})
export class WorkflowWorkerModule {}
