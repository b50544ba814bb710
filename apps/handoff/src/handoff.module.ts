import { ServiceModule } from '@baton/service';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementDraft } from './agreements/agreement-draft.entity.ts';
import { AgreementDrafts } from './agreements/agreement-drafts.ts';
import { AgreementStore } from './agreements/agreement-store.ts';
import { AgreementBodyParser } from './agreements/agreement-body.ts';
import { AgreementWarnings } from './agreements/agreement-warnings.ts';
import { AgreementsController } from './agreements/agreements.controller.ts';
import { BulkController } from './bulk/bulk.controller.ts';
import { BulkStore } from './bulk/bulk-store.ts';
import { BulkRunner } from './bulk/bulk-runner.ts';
import { AgreementDraftsController } from './agreements/agreement-drafts.controller.ts';
import { PublishAgreement } from './agreements/publish-agreement.ts';
import { CommandGateway } from './command-gateway/command-gateway.ts';
import { CommandsConsumer } from './command-gateway/commands.consumer.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { ContactController } from './commands/contact.controller.ts';
import { WorkflowUpdates } from './command-gateway/workflow-updates.ts';
import { ReturnsController } from './commands/returns.controller.ts';
import { KafkaConsumers } from './kafka-consumers.ts';
import type { HandoffConfig } from './handoff.config.ts';
import { Handoff } from './handoff-row/handoff.entity.ts';
import { HandoffsController } from './handoffs/handoffs.controller.ts';
import { NextAttempts } from './handoffs/next-attempts.ts';
import { migrations } from './database/migrations.ts';
import { NotificationsController } from './notifications/notifications.controller.ts';
import { MessageResend } from './notifications/delivery/message-resend.ts';
import { NotificationSettingsController } from './notifications/notification-settings.controller.ts';
import { OutcomesConsumer } from './outcomes/outcomes.consumer.ts';
import { OutcomesController } from './outcomes/outcomes.controller.ts';
import { RecordStore } from './commit/record-store.ts';
import { AccountsController } from './staff/accounts.controller.ts';
import { AbsenceHandover } from './staff-changes/absence-handover.ts';
import { PeopleController } from './staff/people.controller.ts';
import { People } from './staff-changes/people.ts';
import { TeamsController } from './staff/teams.controller.ts';
import { RoutingExplanationController } from './handoffs/routing-explanation.controller.ts';
import { TeamFileImport } from './staff-changes/team-file-import.ts';
import { Teams } from './staff/teams.ts';
import { SCHEMA } from './database/schema.ts';
import { LeadCapturedConsumer } from './sources/lead-captured.consumer.ts';
import { WorkflowStarter } from './workflow/start/workflow-starter.ts';
import { ImportedHandoffs } from './workflow/start/imported-handoffs.ts';
import { LeadJudgedConsumer } from './workflow/start/lead-judged.consumer.ts';
import { LeadTexts } from './lead-texts/lead-texts.ts';
import { Ticket } from './tickets/ticket.entity.ts';
import { TicketsController } from './tickets/tickets.controller.ts';
import { WaitingLeadNotifier } from './team-queue/waiting-lead-notifier.ts';
import { TeamQueue } from './team-queue/team-queue.ts';
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
        ContactController,
        ReturnsController,
        HandoffsController,
        TicketsController,
        AgreementDraftsController,
        RoutingExplanationController,
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
        BulkStore,
        BulkRunner,
        AgreementBodyParser,
        LeadCapturedConsumer,
        CommandGateway,
        CommandsConsumer,
        KafkaConsumers,
        AbsenceHandover,
        RecordStore,
        WorkflowStarter,
        WorkflowUpdates,
        ImportedHandoffs,
        LeadTexts,
        LeadJudgedConsumer,
        NextAttempts,
        OutcomesConsumer,
        PublishAgreement,
        People,
        MessageResend,
        TeamFileImport,
        WaitingLeadNotifier,
        Teams,
        TeamQueue,
        Tickets,
      ],
    };
  }
}
