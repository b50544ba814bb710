import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { entities } from './database/entities.ts';
import { migrations } from './database/migrations.ts';
import { SCHEMA } from './database/schema.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { DeliveryModule } from './notifications/delivery/delivery.module.ts';
import { WorkflowWorkerModule } from './workflow/workflow-worker.module.ts';

/** The worker: runs the workflows, and delivers the notifications that they cause. */
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
        DeliveryModule,
        WorkflowWorkerModule,
      ],
    };
  }
}
