import { Module } from '@nestjs/common';
import { CommandGatewayModule } from './command-gateway/command-gateway.module.ts';
import { KafkaConsumers } from './kafka-consumers.ts';
import { OutcomesModule } from './outcomes/outcomes.module.ts';
import { SourcesModule } from './sources/sources.module.ts';
import { WorkflowStartModule } from './workflow/start/workflow-start.module.ts';

/** What this service reads from Kafka. */
@Module({
  imports: [CommandGatewayModule, OutcomesModule, SourcesModule, WorkflowStartModule],
  providers: [KafkaConsumers],
})
export class KafkaConsumersModule {}
