import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementDraft } from './agreements/agreement-draft.entity.ts';
import { AgreementDrafts } from './agreements/agreement-drafts.ts';
import { AgreementStore } from './agreements/agreement-store.ts';
import { AgreementText } from './agreements/agreement-text.ts';
import { AgreementWarnings } from './agreements/agreement-warnings.ts';
import { AgreementsController } from './agreements/agreements.controller.ts';
import { BulkController } from './bulk/bulk.controller.ts';
import { BulkRows } from './bulk/bulk-rows.ts';
import { BulkRunner } from './bulk/bulk-runner.ts';
import { DraftsController } from './agreements/drafts.controller.ts';
import { PublishAgreement } from './agreements/publish-agreement.ts';
import { CommandGateway } from './commands/command-gateway.ts';
import { CommandsConsumer } from './commands/commands.consumer.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { DailyLifeController } from './commands/daily-life.controller.ts';
import { HandoffWorkflows } from './commands/handoff-workflows.ts';
import { ReturnsController } from './commands/returns.controller.ts';
import { Consumers } from './consumers.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { Handoff } from './handoffs/handoff.entity.ts';
import { HandoffsController } from './handoffs/handoffs.controller.ts';
import { NextAttempts } from './handoffs/next-attempts.ts';
import { migrations } from './migrations.ts';
import { NotificationsController } from './notifications/notifications.controller.ts';
import { Resending } from './notifications/resending.ts';
import { NotificationSettingsController } from './notifications/settings.controller.ts';
import { OutcomesConsumer } from './outcomes/outcomes.consumer.ts';
import { OutcomesController } from './outcomes/outcomes.controller.ts';
import { HandoffRecords } from './record/record.ts';
import { AccountsController } from './people/accounts.controller.ts';
import { HandingOn } from './people/handing-on.ts';
import { PeopleController } from './people/people.controller.ts';
import { People } from './people/people.ts';
import { TeamsController } from './people/teams.controller.ts';
import { ExplanationController } from './routing/explanation.controller.ts';
import { TeamSeed } from './routing/team-seed.ts';
import { Teams } from './routing/teams.ts';
import { SCHEMA } from './schema.ts';
import { CapturedConsumer } from './sources/captured.consumer.ts';
import { HandoffRuns } from './start/handoff-runs.ts';
import { ImportedHandoffs } from './start/imported-handoffs.ts';
import { JudgedConsumer } from './start/judged.consumer.ts';
import { IntakeTexts } from './texts/intake-texts.ts';
import { Ticket } from './tickets/ticket.entity.ts';
import { TicketsController } from './tickets/tickets.controller.ts';
import { TeamWaker } from './waiting/team-waker.ts';
import { WaitingHandoffs } from './waiting/waiting-handoffs.ts';
import { Tickets } from './tickets/tickets.ts';

export const entities = [Handoff, Ticket, AgreementDraft];

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
        BulkController,
        CommandsController,
        DailyLifeController,
        ReturnsController,
        HandoffsController,
        TicketsController,
        DraftsController,
        ExplanationController,
        PeopleController,
        TeamsController,
        AccountsController,
        NotificationsController,
        NotificationSettingsController,
        AgreementsController,
      ],
      providers: [
        AgreementDrafts,
        AgreementStore,
        AgreementWarnings,
        BulkRows,
        BulkRunner,
        AgreementText,
        CapturedConsumer,
        CommandGateway,
        CommandsConsumer,
        Consumers,
        HandingOn,
        HandoffRecords,
        HandoffRuns,
        HandoffWorkflows,
        ImportedHandoffs,
        IntakeTexts,
        JudgedConsumer,
        NextAttempts,
        OutcomesConsumer,
        PublishAgreement,
        People,
        Resending,
        TeamSeed,
        TeamWaker,
        Teams,
        WaitingHandoffs,
        Tickets,
      ],
    };
  }
}
