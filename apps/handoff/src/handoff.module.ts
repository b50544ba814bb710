import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AgreementsModule } from './agreements/agreements.module.ts';
import { BulkModule } from './bulk/bulk.module.ts';
import { CommandsModule } from './commands/commands.module.ts';
import { entities } from './database/entities.ts';
import { migrations } from './database/migrations.ts';
import { SCHEMA } from './database/schema.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { HandoffsModule } from './handoffs/handoffs.module.ts';
import { IntegrationsModule } from './integrations/integrations.module.ts';
import { KafkaConsumersModule } from './kafka-consumers.module.ts';
import { NotificationsModule } from './notifications/notifications.module.ts';
import { OutcomesModule } from './outcomes/outcomes.module.ts';
import { StaffModule } from './staff/staff.module.ts';
import { TeamQueueModule } from './team-queue/team-queue.module.ts';
import { TicketsModule } from './tickets/tickets.module.ts';
import { StuckWorkflowsModule } from './workflow/stuck-workflows/stuck-workflows.module.ts';

/** The handoff service. It serves the API and consumes topics; the workflows run in the worker. */
@Module({})
export class HandoffModule {
  static register(config: HandoffConfig): DynamicModule {
    return {
      module: HandoffModule,
      imports: [
        ServiceModule.register(config, {
          name: 'handoff',
          database: { schema: SCHEMA, entities, migrations },
          kafka: true,
          temporal: 'required',
          outbox: true,
        }),
        AgreementsModule,
        BulkModule,
        CommandsModule,
        HandoffsModule,
        IntegrationsModule,
        KafkaConsumersModule,
        NotificationsModule,
        OutcomesModule,
        StaffModule,
        StuckWorkflowsModule,
        TeamQueueModule,
        TicketsModule,
      ],
    };
  }
}
