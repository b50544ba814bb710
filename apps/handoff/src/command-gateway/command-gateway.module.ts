import { EventCredentials } from '@baton/service';
import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { CommitModule } from '../commit/commit.module.ts';
import { HandoffRowModule } from '../handoff-row/handoff-row.module.ts';
import { IntakeModule } from '../intake/intake.module.ts';
import { TeamsModule } from '../staff/teams.module.ts';
import { WorkflowStartModule } from '../workflow/start/workflow-start.module.ts';
import { CommandAnswers } from './command-answers.ts';
import { CommandGateway } from './command-gateway.ts';
import { CommandsConsumer } from './commands.consumer.ts';
import { EndedSqls } from './ended-sqls.ts';
import { WorkflowUpdates } from './workflow-updates.ts';

/** Sends commands from HTTP and Kafka to the workflows of handoffs. */
@Module({
  imports: [AgreementStoreModule, CommitModule, HandoffRowModule, IntakeModule, TeamsModule, WorkflowStartModule],
  providers: [CommandAnswers, CommandGateway, CommandsConsumer, EndedSqls, EventCredentials, WorkflowUpdates],
  exports: [CommandGateway, CommandsConsumer],
})
export class CommandGatewayModule {}
