import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../../agreements/agreement-store.module.ts';
import { CommitModule } from '../../commit/commit.module.ts';
import { TeamsModule } from '../../staff/teams.module.ts';
import { ContactEnds } from './contact-ends.ts';
import { ContactEndsConsumer } from './contact-ends.consumer.ts';
import { ImportedHandoffs } from './imported-handoffs.ts';
import { LeadJudgedConsumer } from './lead-judged.consumer.ts';
import { WorkflowStarter } from './workflow-starter.ts';

/** Starts the workflow of each handoff: from a judged lead, or from its record. */
@Module({
  imports: [AgreementStoreModule, CommitModule, TeamsModule],
  providers: [ContactEnds, ContactEndsConsumer, ImportedHandoffs, LeadJudgedConsumer, WorkflowStarter],
  exports: [ContactEndsConsumer, LeadJudgedConsumer, WorkflowStarter],
})
export class WorkflowStartModule {}
