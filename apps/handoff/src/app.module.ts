import { ServiceModule } from '@baton/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementStore } from './agreements/agreement-store.ts';
import { AgreementsController } from './agreements/agreements.controller.ts';
import { CommandGateway } from './commands/command-gateway.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { DailyLifeController } from './commands/daily-life.controller.ts';
import { HandoffWorkflows } from './commands/handoff-workflows.ts';
import { ReturnsController } from './commands/returns.controller.ts';
import { Consumers } from './consumers.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { Handoff } from './handoffs/handoff.entity.ts';
import { HandoffsController } from './handoffs/handoffs.controller.ts';
import { migrations } from './migrations.ts';
import { NotificationsController } from './notifications/notifications.controller.ts';
import { NotificationSettingsController } from './notifications/settings.controller.ts';
import { OutcomesConsumer } from './outcomes/outcomes.consumer.ts';
import { OutcomesController } from './outcomes/outcomes.controller.ts';
import { HandoffRecords } from './record/record.ts';
import { TeamSeed } from './routing/team-seed.ts';
import { Teams } from './routing/teams.ts';
import { SCHEMA } from './schema.ts';
import { ImportedHandoffs } from './start/imported-handoffs.ts';
import { JudgedConsumer } from './start/judged.consumer.ts';
import { IntakeTexts } from './texts/intake-texts.ts';
import { Ticket } from './tickets/ticket.entity.ts';
import { TicketsController } from './tickets/tickets.controller.ts';
import { Tickets } from './tickets/tickets.ts';

export const entities = [Handoff, Ticket];

/** What answers over HTTP and reads from Kafka. */
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
          apiKeys: true,
        }),
        TypeOrmModule.forFeature(entities),
      ],
      controllers: [
        OutcomesController,
        CommandsController,
        DailyLifeController,
        ReturnsController,
        HandoffsController,
        TicketsController,
        NotificationsController,
        NotificationSettingsController,
        AgreementsController,
      ],
      providers: [
        AgreementStore,
        CommandGateway,
        Consumers,
        HandoffRecords,
        HandoffWorkflows,
        ImportedHandoffs,
        IntakeTexts,
        JudgedConsumer,
        OutcomesConsumer,
        TeamSeed,
        Teams,
        Tickets,
      ],
    };
  }
}
