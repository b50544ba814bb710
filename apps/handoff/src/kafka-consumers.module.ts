import { KafkaConsumers } from '@baton/service';
import { Module } from '@nestjs/common';
import { AttentionConsumer } from './attention/attention.consumer.ts';
import { AttentionModule } from './attention/attention.module.ts';
import { CommandGatewayModule } from './command-gateway/command-gateway.module.ts';
import { CommandsConsumer } from './command-gateway/commands.consumer.ts';
import { IntegrationsModule } from './integrations/integrations.module.ts';
import { KeyUsesConsumer } from './integrations/key-uses.consumer.ts';
import { OutcomesConsumer } from './outcomes/outcomes.consumer.ts';
import { OutcomesModule } from './outcomes/outcomes.module.ts';
import { CONTACT_ENDS_GROUP, SOURCES_GROUP } from './sources/consumer-group.ts';
import { LeadCapturedConsumer } from './sources/lead-captured.consumer.ts';
import { SourcesModule } from './sources/sources.module.ts';
import { ContactEndsConsumer } from './workflow/start/contact-ends.consumer.ts';
import { LeadJudgedConsumer } from './workflow/start/lead-judged.consumer.ts';
import { WorkflowStartModule } from './workflow/start/workflow-start.module.ts';

/** Keeps Temporal from being flooded with workflow starts. */
const STARTS_IN_FLIGHT = 128;

const COMMANDS_IN_FLIGHT = 16;

/** Concurrency would not help: batches wait for each other's row locks, and nobody waits for their effect. */
const LEADS_IN_FLIGHT = 1;

/** The Kafka consumers of the service. The worker imports some of the same features but consumes nothing. */
@Module({
  imports: [
    AttentionModule,
    CommandGatewayModule,
    IntegrationsModule,
    OutcomesModule,
    SourcesModule,
    WorkflowStartModule,
  ],
})
export class KafkaConsumersModule {
  constructor(
    consumers: KafkaConsumers,
    judged: LeadJudgedConsumer,
    outcomes: OutcomesConsumer,
    commands: CommandsConsumer,
    captured: LeadCapturedConsumer,
    keyUses: KeyUsesConsumer,
    attention: AttentionConsumer,
    contactEnds: ContactEndsConsumer,
  ) {
    consumers.register({
      name: 'handoff-start',
      subscriptions: [judged.subscription()],
      concurrency: STARTS_IN_FLIGHT,
    });
    consumers.register({ name: 'handoff-outcomes', subscriptions: [outcomes.subscription()] });
    consumers.register({
      name: 'handoff-commands',
      subscriptions: [commands.subscription()],
      concurrency: COMMANDS_IN_FLIGHT,
    });
    consumers.register({
      name: SOURCES_GROUP,
      subscriptions: [captured.subscription()],
      concurrency: LEADS_IN_FLIGHT,
    });
    consumers.register({ name: CONTACT_ENDS_GROUP, subscriptions: [contactEnds.subscription()] });
    consumers.register({ name: 'handoff-key-uses', subscriptions: [keyUses.subscription()] });
    consumers.register({ name: 'handoff-attention', subscriptions: [attention.subscription()] });
  }
}
